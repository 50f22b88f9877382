"""What the documentation shows is done: each page's commands run in order, in a folder of its own."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from snippets import ROOT, Block, Command, blocks, commands, pages

# Commands that another test runs, or that would install, wait or need somebody's server.
ELSEWHERE = {
    r"pip install": "installs; `python3 dev.py release-check` installs the wheel",
    r"(\. |source )\S+/activate": "installs",
    r"python3 dev\.py \S+": "tasks install an environment; test_tasks_exist checks the names",
    r"grader watch": "waits for changes; tests/cli/test_watch.py",
    r"grader doctor$": "as it stands in tests/cli/test_terminals.py; it takes three seconds",
    r"python tests/architecture/test_size\.py": "a list for people",
    r"python benchmarks/": "measures; benchmarks/ has its own tests where it judges",
    r"grader batch .*--cluster": "starts a cluster; tests/batch",
}
FREE = re.compile(
    r"grader (check|watch)|pytest|python -m pytest"
)  # 0 or 1: whether an answer is right is not the point
MARK = "@@grader-docs@@"

# The Korean pages have the same commands (test_links.py); test_contributing.py follows CONTRIBUTING.md.
RUN = [p for p in pages() if p.name != "CONTRIBUTING.md" and not p.name.endswith(".ko.md")]


def elsewhere(command: Command) -> bool:
    return any(re.match(pattern, command.text) for pattern in ELSEWHERE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What the pages take for granted: the examples, a class of three, and `grader` on the path."""
    here = tmp_path / "here"
    shutil.copytree(ROOT / "examples", here / "examples")
    shutil.copytree(ROOT / "docs" / "examples" / "convolution", here / "docs" / "examples" / "convolution")
    for name, slugs in (("20260001", ("a04_linear_model",)), ("20260002", ("a04_linear_model", "a07_logistic"))):
        (here / "submissions" / name).mkdir(parents=True)
        for slug in slugs:
            shutil.copy(ROOT / "solutions" / f"{slug}.py", here / "submissions" / name)
    shutil.copytree(ROOT / "examples" / "submission", here / "submissions" / "20260003")
    rows = ["student_id,name", "20260001,김하나", "20260002,이두리", "20260003,박세나", "20260004,최네오"]
    (here / "roster.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, arguments in (("grader", "-m grader "), ("pytest", "-m pytest "), ("python", "")):
        program = programs / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" {arguments}"$@"\n')
        program.chmod(0o755)
    return here


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{folder.parent / 'bin'}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "GRADER_LANG": "en", "PYTHONPATH": str(ROOT), "COLUMNS": "100"}
    return subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        timeout=280,
        stdin=subprocess.DEVNULL,
    )


def script(page: Path) -> tuple[str, list[Command]]:
    """One script for the page: files where a block has a title, commands where it is a shell's.

    The sections of a README speak to different people, who each begin in a folder of their own.
    """
    lines, ran, section = ["here=$PWD"], [], ""
    for block in blocks(page):
        if page.name == "README.md" and block.section != section:
            section = block.section
            lines.append('cd "$here"')
        if block.title:
            lines.append(_file(block))
        elif block.lang == "python":
            ran.append(Command(block.page, block.line, "python - ..."))
            lines.append(f"{_python(block)}\necho {MARK} $?")
        elif block.lang in ("sh", "console"):
            for command in commands(block):
                if not elsewhere(command):
                    ran.append(command)
                    lines.append(f"{command.text}\necho {MARK} $?")
    return "\n".join(lines), ran


def _file(block: Block) -> str:
    return f"mkdir -p \"$(dirname '{block.title}')\"\ncat > '{block.title}' <<'@EOF@'\n{block.text}@EOF@"


def _python(block: Block) -> str:
    return f"python - <<'@EOF@'\n{block.text}@EOF@"


@pytest.mark.parametrize("page", RUN, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_commands(page: Path, folder: Path) -> None:
    text, ran = script(page)
    if not ran:
        return
    done = run(text, folder)
    parts = re.split(rf"{MARK} (\d+)\n", done.stdout)
    ends = [int(code) for code in parts[1::2]]
    assert len(ends) == len(ran), done.stderr
    wrong = []
    for command, end, output in zip(ran, ends, parts[::2]):
        wanted = {command.exits} if command.exits is not None else {0, 1} if FREE.match(command.text) else {0}
        if end not in wanted:
            wrong.append(f"{command.page}:{command.line}: `{command.text}` exits {end}\n{output[-600:]}")
        elif missing := absent(command.shows, output):
            wrong.append(f"{command.page}:{command.line}: `{command.text}` does not print {missing!r}\n{output[-900:]}")
    assert not wrong, "\n\n".join([*wrong, done.stderr[-1500:]])


def absent(shows: tuple[str, ...], output: str) -> str | None:
    """The first shown line that the output lacks, in order. "..." inside or instead of a line stands for anything."""
    rest = " ".join(output.split())
    for line in shows:
        for piece in line.split("..."):
            wanted = " ".join(piece.split())
            if wanted not in rest:
                return wanted
            rest = rest[rest.index(wanted) + len(wanted) :]
    return None


def test_absent() -> None:
    assert absent(("a  b", "...", "c ... d"), "x a b\ny c\nd") is None
    assert absent(("b", "a"), "a b") == "a"


def test_every_exemption_is_used() -> None:
    shown = [c for p in pages() for b in blocks(p) if b.lang in ("sh", "console") for c in commands(b)]
    assert len(shown) > 40
    unused = [pattern for pattern in ELSEWHERE if not any(re.match(pattern, c.text) for c in shown)]
    assert unused == []


def test_tasks_exist() -> None:
    tasks = set(re.findall(r'^    "([\w-]+)": \w+,$', (ROOT / "dev.py").read_text(encoding="utf-8"), re.MULTILINE))
    assert {"demo", "test", "docs"} <= tasks
    for page in pages():
        for name in re.findall(r"python3? dev\.py ([\w-]+)", page.read_text(encoding="utf-8")):
            assert name in tasks, f"{page}: dev.py has no task {name}"


def test_make_calls_tasks() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    named = {c.text.split()[1] for p in pages() for b in blocks(p) if b.lang == "sh" for c in commands(b)
             if re.match(r"make \S", c.text)}  # fmt: skip
    assert named <= targets
    assert set(re.findall(r"dev\.py ([a-z-]+)", makefile)) <= targets

"""CONTRIBUTING.md, followed to the letter in a copy of the checkout."""

import doctest
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from snippets import ROOT, blocks, commands
from test_snippets import absent, elsewhere

PAGE = ROOT / "CONTRIBUTING.md"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an author needs of the checkout."""
    here = tmp_path_factory.mktemp("checkout")
    for folder in ("grader", "solutions", "assignments"):
        shutil.copytree(ROOT / folder, here / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return here


def grader(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "GRADER_LANG": "en", "PYTHONPATH": str(copy)}
    return subprocess.run(
        [sys.executable, "-m", "grader", *arguments],
        cwd=copy, env=env, capture_output=True, text=True, timeout=280,
    )  # fmt: skip


def test_an_exercise_in_an_evening(copy: Path) -> None:
    written, ran = [], []
    for block in blocks(PAGE):
        if block.title:
            path = copy / block.title
            assert path.is_file(), f"{block.title} is not a file that new-exercise made"
            path.write_text(block.text, encoding="utf-8")
            written.append(block.title)
        elif block.lang == "console":
            for command in commands(block):
                program, *arguments = command.text.split()
                assert program == "grader"
                done = grader(copy, *arguments)
                assert done.returncode == (command.exits or 0), f"{command.text}\n{done.stdout}{done.stderr}"
                assert absent(command.shows, done.stdout) is None, f"{command.text}\n{done.stdout}"
                ran.append(arguments[0])
        else:
            assert block.lang == "sh"
            assert all(elsewhere(c) for c in commands(block))
    assert len(written) == 4
    assert ran == ["new-exercise", "derive", "verify"]
    assert grader(copy, "derive", "--check").returncode == 0
    assert "A13.batchnorm" in (copy / "assignments" / "a13_normalization.py").read_text(encoding="utf-8")


def test_its_example_runs() -> None:
    solution = next(b.text for b in blocks(PAGE) if b.title.startswith("solutions/"))
    module: dict[str, object] = {}
    exec(compile(solution, "a13_normalization.py", "exec"), module)
    test = doctest.DocTestParser().get_doctest(module["batchnorm"].__doc__, module, "batchnorm", None, 0)
    assert doctest.DocTestRunner(verbose=False).run(test).failed == 0
    assert len(test.examples) == 1

"""How much of the judge its tests hold: every small change of its core modules must make one of them fail.

    python benchmarks/mutate_judge.py [--modules compare expect] [--children 2] [--keep DIR] [--unreviewed FILE]

Needs mutmut 3 (`pip install mutmut`), takes minutes, and changes nothing here: it works in a copy. A mutant that stays
alive must stand in `tests/judge/equivalent_mutants.json` with the reason why it may: its key is the function with the
changed lines, so that it survives a renumbering. Prints killed of total and whoever is not on the list; exits 1 if
anyone is. `--unreviewed` writes those as a JSON file to be filled in.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REVIEWED = ROOT / "tests/judge/equivalent_mutants.json"
MODULES = ("compare", "expect", "findings", "scoring", "accept", "plan", "verdict", "trees")
TESTS = ("test_compare", "test_mismatches", "test_expect", "test_plan", "test_findings", "test_verdict")
NEEDED = ("grader", "tests/judge", "solutions", "assignments", "setup.py", "pyproject.toml")
# what mutmut notes of a mutant: a failing test, a crash of the tests, or one that never came back
KILLED = frozenset({1, 3, 36, 24, -24, 152, -9, -11})


def copied(to: Path) -> None:
    """The parts of this repository that the tests need, and mutmut's settings."""
    skip = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name in NEEDED:
        source, target = ROOT / name, to / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=skip, dirs_exist_ok=True)
        else:
            shutil.copy2(source, target)


def configure(work: Path, modules: Sequence[str]) -> None:
    settings = {
        "source_paths": [f"grader/judge/{m}.py" for m in modules],
        "pytest_add_cli_args_test_selection": [f"tests/judge/{t}.py" for t in TESTS],
        "also_copy": [n for n in NEEDED if not n.startswith("tests")],
    }
    lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
    with (work / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("\n".join(["\n[tool.mutmut]", *lines, ""]))


def run(work: Path, children: int) -> None:
    """mutmut's own output is megabytes of progress: it goes to a file."""
    log = work / "mutmut.log"
    with log.open("wb") as file:
        command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(children)]
        done = subprocess.run(command, cwd=work, stdout=file, stderr=subprocess.STDOUT, check=False)
    if not list(work.glob("mutants/**/*.py.meta")):
        sys.exit(f"mutmut ended with {done.returncode}:\n{log.read_text(errors='replace')[-3000:]}")


def results(work: Path) -> Iterator[tuple[str, bool]]:
    """Every mutant's key, and whether the tests killed it."""
    for meta in sorted(work.glob("mutants/grader/judge/*.py.meta")):
        source = meta.with_suffix("").read_text(encoding="utf-8")
        bodies = {
            node.name: ast.get_source_segment(source, node) or ""
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.FunctionDef)
        }
        twins: Counter[str] = Counter()
        for name, code in json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"].items():
            if code is None:
                sys.exit(f"{name} was not tried; the copy's mutmut.log says why")
            function = name.rpartition(".")[2]
            original = re.sub(r"__mutmut_\d+$", "__mutmut_orig", function)
            key = f"{meta.name.removesuffix('.py.meta')}.{_plain(original)}: " + _change(
                bodies[original].replace(original, _plain(original)),
                bodies[function].replace(function, _plain(original)),
            )
            twins[key] += 1
            yield (key if twins[key] == 1 else f"{key} #{twins[key]}"), code in KILLED


def _plain(mangled: str) -> str:
    """x_compare__mutmut_orig -> compare"""
    return mangled.removesuffix("__mutmut_orig").removeprefix("x_")


def _change(before: str, after: str) -> str:
    old, new = ([line.strip() for line in text.splitlines()] for text in (before, after))
    changed = difflib.unified_diff(old, new, n=0, lineterm="")
    lines = [line for line in changed if not line.startswith(("---", "+++", "@@"))]
    minus = " ".join(line[1:] for line in lines if line[0] == "-")
    plus = " ".join(line[1:] for line in lines if line[0] == "+")
    return f"{minus} => {plus}"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--modules", nargs="*", default=list(MODULES), choices=MODULES, metavar="MODULE")
    parser.add_argument("--children", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="work in this folder and leave it there")
    parser.add_argument("--unreviewed", type=Path, help="write who is not on the list to this file")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = asked.keep or Path(temporary)
        copied(work)
        configure(work, asked.modules)
        run(work, asked.children)
        found = dict(results(work))
    reviewed = json.loads(REVIEWED.read_text(encoding="utf-8"))
    alive = [key for key, killed in found.items() if not killed]
    unknown = [key for key in alive if key not in reviewed]
    gone = [k for k in reviewed if k.partition(".")[0] in asked.modules and k not in alive]
    print(f"{len(found) - len(alive)} of {len(found)} mutants killed, {len(alive) - len(unknown)} alive and reviewed")
    for key in gone:
        print(f"on the list, but not alive: {key}")
    for key in unknown:
        print(f"not reviewed: {key}")
    if asked.unreviewed:
        asked.unreviewed.write_text(json.dumps(dict.fromkeys(unknown, ""), indent=1) + "\n", encoding="utf-8")
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())

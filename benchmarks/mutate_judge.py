"""How much of the judge its tests hold: every small change of it must make one of them fail.

    python benchmarks/mutate_judge.py [--part core rules diagnosis] [--modules compare diagnosis/steps] [--children 2]
                                      [--keep DIR] [--unreviewed FILE]

Needs mutmut 3 (`pip install mutmut`), takes minutes, and changes nothing here: it works in a copy. A mutant that stays
alive must stand in `tests/judge/equivalent_mutants.json` with the reason why it may: its key is the function with the
changed lines, so that it survives a renumbering. Prints killed of total by module and whoever is not on the list;
exits 1 if anyone is. `--unreviewed` writes those as a JSON file to be filled in.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import json
import os
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
JUDGE = ROOT / "grader/judge"
TESTS = ROOT / "tests/judge"
_RULES = ("rules", "syntax", "definitions", "discarded", "loops", "groups", "watching", "show", "ladder")
# A mutant is tried against the tests of its part, or where that would be slow, of its module: few that matter
_OF_PART = {
    "core": ("test_compare", "test_mismatches", "test_expect", "test_plan", "test_findings", "test_verdict"),
    "rules": (
        *("test_rules", "test_breaches", "test_syntax", "test_definitions", "test_loops", "test_discarded"),
        *("test_watching", "test_show", "test_ladder"),
    ),
    "diagnosis": (),
}
_BESIDES_ITS_OWN = {
    "diagnosis/diagnose": ("test_diagnosis", "test_torch_errors"),
    "diagnosis/differences": ("test_own_forward",),
}
NEEDED = ("grader", "tests/judge", "solutions", "assignments", "setup.py", "pyproject.toml")
# what mutmut notes of a mutant: a failing test, a crash of the tests, or one that never came back
KILLED = frozenset({1, 3, 36, 24, -24, 152, -9, -11})


def modules() -> dict[str, list[str]]:
    """Every module of the judge, by the part that it belongs to: a new one is mutated without being entered here."""
    names = sorted(p.relative_to(JUDGE).with_suffix("").as_posix() for p in JUDGE.rglob("*.py"))
    found: dict[str, list[str]] = {part: [] for part in _OF_PART}
    for name in names:
        if not name.endswith("__init__"):
            part = "diagnosis" if "/" in name else "rules" if name in _RULES else "core"
            found[part].append(name)
    return found


def tests_of(part: str, module: str) -> tuple[str, ...]:
    """The test files that hold this module."""
    own = f"test_{module.rpartition('/')[2]}"
    named = dict.fromkeys((own, *_BESIDES_ITS_OWN.get(module, ()), *_OF_PART[part]))
    there = tuple(sorted(name for name in named if (TESTS / f"{name}.py").exists()))
    if not there:
        sys.exit(f"no test file holds {module}: add tests/judge/{own}.py")
    return there


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


def configure(work: Path, modules: Sequence[str], tests: Sequence[str]) -> None:
    settings = {
        "source_paths": [f"grader/judge/{m}.py" for m in modules],
        "pytest_add_cli_args_test_selection": [f"tests/judge/{t}.py" for t in tests],
        "also_copy": [n for n in NEEDED if not n.startswith("tests")],
    }
    lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
    with (work / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("\n".join(["\n[tool.mutmut]", *lines, ""]))


def run(work: Path, children: int) -> None:
    """mutmut's own output is megabytes of progress: it goes to a file. It forks, and torch's threads do not outlive a
    fork: a mutant waiting for them would look as if a test had killed it."""
    log = work / "mutmut.log"
    alone = {**os.environ, "OMP_NUM_THREADS": "1"}
    with log.open("wb") as file:
        command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(children)]
        done = subprocess.run(command, cwd=work, stdout=file, stderr=subprocess.STDOUT, env=alone, check=False)
    if not list(work.glob("mutants/**/*.py.meta")):
        sys.exit(f"mutmut ended with {done.returncode}:\n{log.read_text(errors='replace')[-3000:]}")


def results(work: Path) -> Iterator[tuple[str, bool]]:
    """Every mutant's key, and whether the tests killed it."""
    judge = work / "mutants/grader/judge"
    for meta in sorted(judge.rglob("*.py.meta")):
        module = meta.relative_to(judge).as_posix().removesuffix(".py.meta")
        source = meta.with_suffix("").read_text(encoding="utf-8")
        lines = source.split("\n")  # `ast.get_source_segment` would split them for each mutant: minutes
        bodies = {
            node.name: "\n".join(lines[node.lineno - 1 : node.end_lineno])
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.FunctionDef)
        }
        twins: Counter[str] = Counter()
        for name, code in json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"].items():
            if code is None:
                sys.exit(f"{name} was not tried; the copy's mutmut.log says why")
            function = name.rpartition(".")[2]
            original = re.sub(r"__mutmut_\d+$", "__mutmut_orig", function)
            key = f"{module}.{_plain(original)}: " + _change(
                bodies[original].replace(original, _plain(original)),
                bodies[function].replace(function, _plain(original)),
            )
            twins[key] += 1
            yield (key if twins[key] == 1 else f"{key} #{twins[key]}"), code in KILLED


def _plain(mangled: str) -> str:
    """x_compare__mutmut_orig -> compare, xǁLeafǁdescribed__mutmut_orig -> Leaf.described"""
    bare = mangled.removesuffix("__mutmut_orig")
    return bare.removeprefix("x_") if bare.startswith("x_") else bare.removeprefix("xǁ").replace("ǁ", ".")


def _change(before: str, after: str) -> str:
    old, new = ([line.strip() for line in text.splitlines()] for text in (before, after))
    changed = difflib.unified_diff(old, new, n=0, lineterm="")
    lines = [line for line in changed if not line.startswith(("---", "+++", "@@"))]
    minus = " ".join(line[1:] for line in lines if line[0] == "-")
    plus = " ".join(line[1:] for line in lines if line[0] == "+")
    return f"{minus} => {plus}"


def tried(modules: Sequence[str], tests: Sequence[str], children: int, keep: Path | None) -> dict[str, bool]:
    """Each mutant of `modules` by its key, and whether these tests killed it."""
    with tempfile.TemporaryDirectory() as temporary:
        work = (keep or Path(temporary)) / "-".join(modules).replace("/", ".")
        work.mkdir(parents=True, exist_ok=True)
        copied(work)
        configure(work, modules, tests)
        run(work, children)
        return dict(results(work))


def together(part: str, asked: Sequence[str]) -> Iterator[tuple[list[str], tuple[str, ...]]]:
    """Modules held by the same tests are mutated in one go."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for module in modules()[part]:
        if module in asked:
            groups.setdefault(tests_of(part, module), []).append(module)
    yield from ((members, tests) for tests, members in groups.items())


def by_module(found: dict[str, bool]) -> Iterator[str]:
    """One line for each module: compare: 412 of 415"""
    total = Counter(_module(key) for key in found)
    killed = Counter(_module(key) for key, dead in found.items() if dead)
    return (f"{module}: {killed[module]} of {count}" for module, count in total.items())


def _module(key: str) -> str:
    return key.partition(".")[0]


def _arguments() -> argparse.Namespace:
    every = [module for members in modules().values() for module in members]
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--part", nargs="*", default=list(_OF_PART), choices=_OF_PART)
    parser.add_argument("--modules", nargs="*", default=every, choices=every, metavar="MODULE")
    parser.add_argument("--children", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="work in this folder and leave it there")
    parser.add_argument("--unreviewed", type=Path, help="write who is not on the list to this file")
    return parser.parse_args()


def main() -> int:
    asked = _arguments()
    found: dict[str, bool] = {}
    for part in asked.part:
        for members, tests in together(part, asked.modules):
            found |= tried(members, tests, asked.children, asked.keep)
    reviewed = json.loads(REVIEWED.read_text(encoding="utf-8"))
    alive = [key for key, killed in found.items() if not killed]
    unknown = [key for key in alive if key not in reviewed]
    gone = [k for k in reviewed if _module(k) in set(map(_module, found)) and k not in alive]
    print("\n".join(by_module(found)))
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

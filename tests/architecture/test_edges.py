"""Imports go one way: nouns <- verbs <- wiring. The table is the architecture; changing it is a decision."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from source import cycles, imports, modules, part

# Who may import whom. `errors`, `leaving` and the version are everybody's.
ALLOWED = {
    # nouns
    "errors": set(),
    "leaving": set(),
    "model": set(),
    # verbs, each over nouns and at most what stands above it here
    "locale": {"model"},
    "author": {"model"},
    "submission": {"model"},
    "course": {"author"},
    "contestant": {"model", "contestant.inside"},
    "contestant.inside": {"model", "contestant"},
    "similarity": set(),
    "classroom": {"model", "submission"},
    "gradebook": {"model", "classroom"},
    "report": {"model", "locale"},
    "judge": {"model", "author", "contestant"},
    "derive": {"model", "author", "course", "locale"},
    "scaffold": {"author", "course", "locale"},
    "importing": {"model", "author", "course", "submission", "derive", "scaffold", "locale"},
    # wiring
    "grading": {"model", "author", "course", "submission", "contestant", "judge"},
    "verify": {"model", "author", "course", "contestant", "judge", "submission", "grading", "locale", "scaffold"},
    "workspace": {"model", "course", "submission", "grading"},
    "release": {"course", "locale"},
    "ci": {"model", "locale", "grading", "report", "workspace"},
    "batch": {
        "model", "author", "course", "grading", "classroom", "gradebook", "similarity", "report", "locale",
    },
    "cli": {
        "model", "course", "submission", "contestant", "grading", "workspace", "classroom", "gradebook", "batch", "report",
        "locale", "derive", "verify", "scaffold", "importing", "release", "ci",
    },
    "jupyter": {"model", "course", "submission", "grading", "workspace", "report", "locale", "cli"},
    "pytest_plugin": {"model", "course", "submission", "grading", "workspace", "report", "locale", "cli"},
    "__main__": {"cli"},
    "": {"jupyter"},
}  # fmt: skip
EVERYBODYS = {"errors", "leaving", ""}

# The protocol: what both processes speak. Nothing else of the judge's side enters the contestant's process.
PROTOCOL = {f"grader.contestant.{m}" for m in ("frames", "limits", "messages", "tensors", "values", "weights", "wire")}


def edges() -> dict[str, set[str]]:
    """part -> parts it imports."""
    found: dict[str, set[str]] = {}
    for name in modules():
        found.setdefault(part(name), set()).update(part(i) for i in imports(name))
    return {a: bs - {a} for a, bs in found.items()}


@pytest.mark.parametrize("importer", sorted(edges()))
def test_only_downwards(importer: str) -> None:
    assert importer in ALLOWED, f"grader/{importer} is new: say in ALLOWED what it may import"
    forbidden = edges()[importer] - ALLOWED[importer] - EVERYBODYS
    why = {(n, i) for n in modules() if part(n) == importer for i in imports(n) if part(i) in forbidden}
    assert not forbidden, f"not an edge of the architecture: {sorted(why)}"


def test_the_table_itself_has_no_cycle() -> None:
    both_processes = {("contestant", "contestant.inside")}
    table = {a: {b for b in bs if (a, b) not in both_processes} for a, bs in ALLOWED.items() if a}
    assert cycles(table) == []


def test_the_page_names_every_part() -> None:
    page = (Path(__file__).parents[2] / "docs" / "architecture.md").read_text(encoding="utf-8")
    folders = {part(n).partition(".")[0] for n in modules() if n.count(".") > 1}
    assert {f for f in folders if f"{f}/" not in page} == set()


def test_no_cycle_between_modules() -> None:
    graph = {name: imports(name) for name in modules() if name != "grader"}
    assert cycles(graph) == []


def test_nouns_import_nothing() -> None:
    outside = {n: imports(n) for n in modules() if part(n) == "model"}
    assert {n: i for n, i in outside.items() if any(part(x) != "model" for x in i)} == {}


def test_the_contestant_knows_nothing_of_the_judge() -> None:
    """Whatever its process could read of ours, it holds no reference, no case and no verdict."""
    inside = [n for n in modules() if part(n) == "contestant.inside"]
    assert inside
    reached, todo = set(), set(inside)
    while todo:
        name = todo.pop()
        reached.add(name)
        todo |= {i for i in imports(name) if i in modules()} - reached
    assert {part(n) for n in reached} <= {"contestant", "contestant.inside", "model", "errors"}
    ours = {i for n in inside for i in imports(n) if part(i) == "contestant"}
    assert ours <= PROTOCOL, f"not part of the protocol: {ours - PROTOCOL}"


def test_cycles_are_found() -> None:
    assert cycles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]

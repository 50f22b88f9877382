"""Modules and functions that fit in one head."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from source import functions, lines, modules

NO_STORY = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "core", "lib", "tools", "stuff"}


def test_modules() -> None:
    """Course pages are content: a textbook's chapter may be longer than a module of the engine."""
    pages = {n for n in lines() if n.startswith("grader.course.a")}
    assert {n: k for n, k in lines().items() if k > (450 if n in pages else 320)} == {}


def test_functions() -> None:
    assert {n: k for n, k in functions().items() if k > 42} == {}


def test_most_are_small() -> None:
    """The limits are for the exceptions: nine of ten functions stay below 20 lines, nine of ten modules below 200."""
    for sizes, small in ((functions(), 20), (lines(), 200)):
        ordered = sorted(sizes.values())
        assert ordered[len(ordered) * 9 // 10] <= small


@pytest.mark.parametrize("name", modules())
def test_names_tell_a_story(name: str) -> None:
    assert not NO_STORY & set(name.split(".")), name


def test_every_module_says_what_it_is_for() -> None:
    import ast

    empty = {"grader.gradebook.migrations"}  # alembic runs what is in there
    silent = [n for n, tree in modules().items() if tree.body and not ast.get_docstring(tree)]
    assert [n for n in silent if not n.startswith(tuple(empty))] == []


if __name__ == "__main__":  # python tests/architecture/test_size.py: the list of what is long
    print(f"{len(lines())} modules, {sum(lines().values())} lines, {len(functions())} functions")
    for what, sizes, limit in (("modules", lines(), 300), ("functions", functions(), 40)):
        print(f"{what} over {limit}:")
        for name, size in sorted(sizes.items(), key=lambda item: -item[1]):
            if size > limit:
                print(f"  {size:4} {name}")

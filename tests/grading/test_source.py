"""Where a student's own lines come from, also when the file is no Python at all."""

from __future__ import annotations

import pytest

from grader.grading.source import Excerpt, broken, excerpts
from grader.model.submission import Chunk, Module


def module(*sources: str) -> Module:
    chunks = tuple(Chunk(f"cell {n}", source) for n, source in enumerate(sources, 1))
    return Module("a07_logistic", "a07_logistic.py", chunks)


def test_the_last_definition_of_a_function_is_shown() -> None:
    found = excerpts(module("def f(x):\n    return 1\n", "x = 1\n@staticmethod\ndef f(x):\n    return 2\n"))
    assert found["f"] == Excerpt("@staticmethod\ndef f(x):\n    return 2", "cell 2", 2)


@pytest.mark.parametrize(
    ("source", "line", "shown"),
    [
        ("def f(x):\n    retrun x\n", 1, "def f(x):\n    retrun x"),
        ("retrun x\n", 1, "retrun x"),
        ("x = 1\ny = 2\nz = (\n", 2, "y = 2\nz = ("),
    ],
)
def test_the_line_that_is_no_python_is_shown_with_the_one_before(source: str, line: int, shown: str) -> None:
    assert broken(module("fine = 1\n", source)) == Excerpt(shown, "cell 2", line)


def test_python_has_no_such_line() -> None:
    assert broken(module("x = 1\n")) == Excerpt()
    assert broken(module("x = '\0'\n")) == Excerpt()

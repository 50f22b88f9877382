"""Results that somebody else wrote are read by the letter: what has another shape is refused with what was expected."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from grader.report.plain import MisshapenError, plain, reader


@dataclass(frozen=True)
class Part:
    size: float
    name: str | None = None
    marks: tuple[int, ...] = ()
    pair: tuple[str, int] = ("", 0)
    by: dict[str, int] | None = None


@dataclass(frozen=True)
class Whole:
    part: Part | None
    kind: str | int = ""


WHOLE = Whole(Part(1, "x", (1, 2), ("a", 3)), 7)


def test_there_and_back() -> None:
    data = plain(WHOLE)
    assert data["part"]["size"] == 1.0
    assert isinstance(data["part"]["size"], float)
    assert reader(Whole)(data) == WHOLE
    assert reader(Whole)({"part": None, "later": "a field of a newer grader"}) == Whole(None)


def test_numbers_that_json_lacks_are_words() -> None:
    assert plain([float("nan"), float("inf"), -float("inf"), {"a\x1b[2J": None}]) == ["nan", "inf", "-inf", {"a": None}]


@pytest.mark.parametrize("value", [object(), b"bytes", {1, 2}, 1j])
def test_what_has_no_json_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="no JSON for"):
        plain([value])


ODD = {
    "an object expected, not '..'": [],
    "Whole without part": {},
    "an object expected, not '3'": {"part": "3"},
    "Part without size": {"part": {}},
    "float expected, not 'big'": {"part": {"size": "big"}},
    "float expected, not 'True'": {"part": {"size": True}},
    "unexpected '3'": {"part": {"size": 1, "name": 3}},
    "a list expected": {"part": {"size": 1, "marks": "12"}},
    "int expected, not '1.5'": {"part": {"size": 1, "marks": [1.5]}},
    "2 items expected": {"part": {"size": 1, "pair": ["a"]}},
    "unexpected": {"part": None, "kind": [1]},
}


@pytest.mark.parametrize("said", ODD)
def test_another_shape_is_told(said: str) -> None:
    with pytest.raises(MisshapenError, match=said):
        reader(Whole)(ODD[said])

"""A mistake in a part that is an earlier exercise: told when it alone explains the answer in every run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor

from grader.author import NewAssignment, case, corner
from grader.judge.diagnosis.inherited import inherited
from grader.model.exercise import Exercise
from grader.model.verdict import Diagnosis, Message
from tests.judge.probes import T, evidence

FILE = """
def relu(x):
    return x.clamp(min=0)

def scaled(x, by=2.0, *, up=1):
    return up * x / by

def product(factor):
    def times(x):
        return factor * x
    return times

triple = product(3)
limit = 7

def inner(x):
    return scaled(relu(x), 4.0)

def moved(x, by=0.0):
    return x + by

def answer(x):
    return moved(inner(x)) + triple(x)
"""


def worked(source: str = FILE) -> Callable[..., Any]:
    scope: dict[str, Any] = {}
    exec(source, scope)
    return scope["answer"]  # type: ignore[no-any-return]


def part_of(name: str, reference: Callable[..., Any], **wrong: Callable[..., Any]) -> Exercise:
    page = {"reference": staticmethod(reference), "cases": staticmethod(lambda draw: ()), "wrong": wrong}
    return NewAssignment("A98", "a98_parts").exercise(points=1)(type(name, (), page))


def leaky(x: Tensor) -> Tensor:
    return torch.where(x > 0, x, 0.125 * x)


RELU = part_of("relu", lambda x: x.relu(), negated=lambda x: (-x).clamp(min=0), leaky=leaky)
SCALED = part_of("scaled", lambda x, by: x / by, times=lambda x, by: x * by)


def cases(draw: Any) -> Any:
    for n in (7, 3, 5):
        yield case(draw.normal(n))
    yield corner(T([-64.0, 32.0]), why="extreme")


def told(
    function: Callable[..., Any],
    used: tuple[Exercise, ...] = (RELU, SCALED),
    worked_answer: Any = None,
    cases: Callable[..., Any] = cases,
    names: dict[str, int] | None = None,
) -> Diagnosis | None:
    right = worked_answer or worked()
    page = {
        "reference": staticmethod(worked()),
        "scale": staticmethod(lambda x: 4 * x.abs()),
        "cases": staticmethod(cases),
    }
    exercise = NewAssignment("A99", "a99_probe").exercise(points=1)(type("whole", (), page))
    return inherited(replace(evidence(function, exercise), worked=right, used=used, names=names))


def says(how: str, **params: Any) -> Diagnosis:
    return Diagnosis(f"transform.used_{how}", "transform", Message("judge", f"transform.used_{how}", params))


def known(function: str, name: str) -> Diagnosis:
    return Diagnosis(f"{function}.{name}", "misconception", Message("a98_parts", f"A98.{function}.wrong.{name}"))


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (lambda x: leaky(x) / 4 + 3 * x, known("relu", "leaky")),
        (lambda x: (-x).relu() / 4 + 3 * x, known("relu", "negated")),
        (lambda x: x.relu() * 4 + 3 * x, known("scaled", "times")),
        (lambda x: x / 4 + 3 * x, says("left_out", function="A98.relu")),
        (lambda x: x.relu() + 3 * x, says("left_out", function="A98.scaled")),
        (lambda x: x.relu() / 16 + 3 * x, says("twice", function="A98.scaled")),
        (lambda x: x.tanh() / 4 + 3 * x, says("instead", function="A98.relu", other="tanh")),
        (lambda x: x.sigmoid() / 4 + 3 * x, says("instead", function="A98.relu", other="sigmoid")),
        (lambda x: x.relu() / 4 + 2 * x, None),  # `triple` is no exercise
        (lambda x: x.cos(), None),
    ],
)
def test_the_mistake_in_a_part(function: Callable[..., Any], expected: Diagnosis | None) -> None:
    assert told(function) == expected


def test_an_activation_is_mistaken_for_another_and_nothing_else_for_one() -> None:
    triple = part_of("triple", lambda x: 3 * x)
    assert told(lambda x: x.relu() / 4 + x.tanh(), (triple,)) is None
    assert told(lambda x: x.relu() / 4 + x, (triple,)) == says("left_out", function="A98.triple")


@pytest.mark.parametrize(
    ("function", "names", "expected"),
    [
        (lambda x: x / 4 + 3 * x, {}, says("left_out", function="A98.relu")),
        (lambda x: x / 4 + 3 * x, {"scaled": 1}, says("left_out", function="A98.relu")),
        (lambda x: x / 4 + 3 * x, {"relu": 1}, None),  # it is called, and right
        (lambda x: leaky(x) / 4 + 3 * x, {"relu": 2}, None),
        (lambda x: x.relu() / 16 + 3 * x, {"scaled": 1, "relu": 1}, None),
        (lambda x: x.relu() / 16 + 3 * x, {"scaled": 2, "relu": 1}, says("twice", function="A98.scaled")),
        (lambda x: x.relu() / 16 + 3 * x, {"relu": 1}, None),  # divided once, by more
    ],
)
def test_a_part_that_is_called_is_right(function: Callable[..., Any], names: Any, expected: Diagnosis | None) -> None:
    assert told(function, names=names) == expected


def test_one_number_everywhere_says_nothing_of_a_part_but_two_do() -> None:
    one_part = worked("def relu(x):\n    return x.clamp(min=0)\n\ndef answer(x):\n    return relu(x)\n")
    flags = part_of("relu", lambda x: x.relu(), nothing=lambda x: 0 * x, sign=lambda x: (x > 0).to(x.dtype))
    assert told(lambda x: torch.zeros_like(x), (flags,), one_part) is None
    assert told(lambda x: (x > 0).to(x.dtype), (flags,), one_part) == known("relu", "sign")


def test_one_run_that_differs_denies_it() -> None:
    assert told(lambda x: (leaky(x) if len(x) > 3 else x) / 4 + 3 * x) is None


def test_what_cannot_be_taken_apart() -> None:
    left_out = lambda x: x / 4 + 3 * x
    assert told(left_out, ()) is None
    assert told(left_out, worked_answer=torch.relu) is None
    page = told(left_out, (part_of("elsewhere", lambda x: x), part_of("limit", lambda x: x), RELU))
    assert page == says("left_out", function="A98.relu")  # the others are not there, or no functions


def test_a_promised_exception_that_does_not_come_is_no_part() -> None:
    def with_empty(draw: Any) -> Any:
        yield from cases(draw)
        yield corner(T([-1.0]), raises=ValueError, why="empty")

    assert told(lambda x: x / 4 + 3 * x, cases=with_empty) is None


def test_a_known_mistake_has_the_better_words() -> None:
    named = part_of("relu", lambda x: x.relu(), identity=lambda x: x)
    assert told(lambda x: x / 4 + 3 * x, (named,)) == known("relu", "identity")


def test_two_mistakes_that_do_the_same_name_nothing() -> None:
    alike = part_of("relu", lambda x: x.relu(), one=leaky, other=lambda x: torch.maximum(x, x / 8))
    assert told(lambda x: leaky(x) / 4 + 3 * x, (alike,)) is None
    both = worked(
        "def one(x):\n    return x + 1\n\ndef other(x):\n    return x + 1\n\ndef answer(x):\n    return one(x) * other(x)\n"
    )
    parts = part_of("one", lambda x: x + 1), part_of("other", lambda x: x + 1)
    assert told(lambda x: x * (x + 1), parts, both) is None
    assert told(lambda x: x * (x + 1), parts[:1], both) == says("left_out", function="A98.one")


def test_at_the_edges_it_may_be_wrong_in_another_way() -> None:
    def other_edge(x: Tensor) -> Tensor:
        return leaky(x) / 4 + 3 * x + (x.abs().max() > 20)

    assert told(other_edge) == known("relu", "leaky")
    # what holds there too is nearer
    spoiled = part_of("relu", lambda x: x.relu(), spoiled=lambda x: leaky(x) + (x.abs().max() > 20), leaky=leaky)
    assert told(lambda x: leaky(x) / 4 + 3 * x, (spoiled,)) == known("relu", "leaky")


def test_the_worked_answer_stays_as_it_was() -> None:
    right = worked()
    before = dict(right.__globals__)
    told(lambda x: x / 4 + 3 * x, worked_answer=right)
    assert right.__globals__ == before
    assert right(T([-1.0, 4.0])).tolist() == [-3.0, 13.0]

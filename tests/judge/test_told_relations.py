"""The relation that is found in an answer, with its parameters, and silence where none holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor

from grader.author import Draw, NewAssignment, case, corner, seen
from grader.contestant.inprocess import answers
from grader.judge.diagnosis.evidence import Evidence, parts
from grader.judge.diagnosis.transforms import transform
from grader.judge.plan import plan
from grader.judge.verdict import judge_runs
from grader.model.exercise import Exercise
from grader.model.verdict import Diagnosis, Message
from tests.judge.parts import numbers as T


def exercise(reference: Callable[..., Any], cases: Callable[..., Any] | None = None, **more: Any) -> Exercise:
    page = {"reference": staticmethod(reference), "cases": staticmethod(cases or (lambda draw: ())), **more}
    return NewAssignment("A99", "a99_probe").exercise(points=1)(type("probe", (), page))


def pairs(draw: Draw) -> Any:
    yield seen(T(1.0, 2.0), T(3.0, 5.0))
    for n in (7, 3, 5):
        yield case(draw.normal(n), draw.normal(n))
    yield case(draw.normal(1), draw.normal(1), why="batch_of_one")
    yield corner(T(1e4, -1e4), T(1.0, 1.0), why="extreme")


def both(x, y):
    return 2 * x, x * y


def scales(x, y):
    return 2 * x.abs(), (x * y).abs()


BOTH = exercise(both, pairs, scale=staticmethod(scales))


def told(function: Callable[..., Any], page: Exercise = BOTH) -> Diagnosis | None:
    runs = plan(page, 3)
    given = answers(function, [run.call for run in runs], page.parameters)
    return transform(Evidence(page, judge_runs(page, runs, given)))


def says(name: str, **params: Any) -> Diagnosis:
    return Diagnosis(f"transform.{name}", "transform", Message("judge", f"transform.{name}", params))


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (lambda x, y: (-2 * x, x * y), says("negated", part="[0]")),
        (lambda x, y: (2 * x, x * y / 2), says("ratio_half", part="[1]")),
        (lambda x, y: (2 * x, x * y / 2 + (len(x) == 3)), None),  # not in every run
        (lambda x, y: (x * y, 2 * x), says("swapped", first="[0]", second="[1]")),
        (lambda x, y: (2 * x, x), says("is_argument", part="[1]", argument="x")),
        (lambda x, y: (2 * x, y), says("is_argument", part="[1]", argument="y")),
        (lambda x, y: (2 * x, x * y * len(x)), says("ratio_n", part="[1]", size="x.shape[0]", value=2)),
        (lambda x, y: (2 * x, x * y + y), says("extra_term", part="[1]", argument="y")),
        (lambda x, y: (2 * x, (x * y).exp()), says("exponential", part="[1]")),
        (lambda x, y: (2 * x, (x * y).flip(0)), says("flipped", part="[1]", axis=0)),
        (lambda x, y: (2 * x, y.tanh()), says("function_of_argument", part="[1]", function="torch.tanh(y)")),
        (lambda x, y: (2 * x, y.sum()), says("function_of_argument", part="[1]", function="y.sum()")),
        (lambda x, y: (2 * x, x * y + 0.25), says("offset", part="[1]", offset="0.25")),
        (lambda x, y: (2 * x, x * y * 0.7), says("ratio", part="[1]", ratio="0.7")),
        (lambda x, y: (2 * x, torch.where(y < 0, 9.0 * x, x * y)), says("only_negatives", part="[1]", argument="y")),
        (lambda x, y: (2 * x, torch.zeros_like(x)), says("zeros", part="[1]")),
        (lambda x, y: (2 * x, torch.ones_like(x)), says("ones", part="[1]")),
        (lambda x, y: (2 * x, 3 * torch.ones_like(x)), None),  # one number everywhere shows no relation
        (lambda x, y: (2 * x, torch.where(x > 1e3, torch.nan, -x * y)), says("negated", part="[1]")),
        (lambda x, y: (2 * x,), None),
        (lambda x, y: (2 * x, x * y), None),
    ],
)  # fmt: skip
def test_the_whole_relation(function: Callable[..., Any], expected: Diagnosis | None) -> None:
    assert told(function) == expected


def test_one_input_or_two_numbers_prove_nothing() -> None:
    def one(draw: Draw) -> Any:
        yield case(*fixed(7))

    def scalars(draw: Draw) -> Any:
        yield case(*fixed())

    def fixed(*shape: int) -> tuple[Tensor, Tensor]:  # what a page draws is asked twice, with other numbers
        same = Draw(1, "every time")
        return same.normal(*shape), same.normal(*shape)

    negated = lambda x, y: (-2 * x, x * y)
    assert told(negated, replace(BOTH, cases=one)) is None
    assert told(negated, replace(BOTH, cases=scalars)) is None


def test_an_ordinary_run_without_numbers_silences_it() -> None:
    def sometimes(x: Tensor, y: Tensor) -> Any:
        if len(x) == 7:
            raise ValueError
        return -2 * x, x * y

    assert told(sometimes) is None


def test_three_parts_of_which_two_are_exchanged() -> None:
    def three(x, y):
        return 2 * x, x * y, y

    page = exercise(three, pairs, scale=staticmethod(lambda x, y: (2 * x.abs(), (x * y).abs(), y.abs())))
    assert told(lambda x, y: (y, x * y, 2 * x), page) == says("swapped", first="[0]", second="[2]")
    assert told(lambda x, y: (2 * x, y, x * y), page) == says("swapped", first="[1]", second="[2]")
    assert told(lambda x, y: (y, x * y + 1, 2 * x), page) != says("swapped", first="[0]", second="[2]")


def test_parts_of_a_real_run_are_what_relations_get() -> None:
    run = plan(BOTH, 3)[0]
    (answer,) = answers(both, [run.call], BOTH.parameters)
    (judged,) = judge_runs(BOTH, [run], [answer])
    assert [p.path for p in parts(BOTH, judged)] == ["[0]", "[1]"]

"""The class of input in which alone an answer fails, and the size of input up to which it is right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor

from grader.author import Draw, NewAssignment, case, corner, seen
from grader.contestant.inprocess import answers
from grader.judge.diagnosis.classes import input_class, large_only
from grader.judge.diagnosis.evidence import Evidence
from grader.judge.plan import plan
from grader.judge.verdict import judge_runs
from grader.model.verdict import Diagnosis
from tests.judge.probes import T, evidence, page, right, says, squash


def beyond(limit: float, value: Any) -> Callable[[Tensor], Tensor]:
    def function(x: Tensor) -> Tensor:
        answer = right(x)
        answer[x.abs() > limit] = value
        return answer

    return function


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (beyond(89, torch.nan), says("extreme", "extreme.nan", right="70.0", wrong="89.5", argument="x")),
        (beyond(95, torch.inf), says("extreme", "extreme.inf", right="90.0", wrong="100.0", argument="x")),
        (beyond(89, 0.5), says("extreme", "extreme.value", right="70.0", wrong="89.5", argument="x")),
        (beyond(65, torch.nan), says("extreme", "extreme.nan", right="60.0", wrong="70.0", argument="x")),
    ],
)
def test_up_to_which_size_it_is_right(function: Callable[..., Any], expected: Diagnosis | None) -> None:
    assert input_class(evidence(function)) == expected


def test_an_example_that_shows_an_edge_is_no_ordinary_input() -> None:
    def told(why: str) -> Diagnosis | None:
        example = seen(torch.tensor([0.0, 1000.0]), why=why)
        small = torch.linspace(-1, 1, 7, dtype=torch.float64)
        return input_class(evidence(beyond(100, 0.5), page(example, case(small), case(small[:5]))))

    assert told("ordinary") is None
    assert told("extreme") == says("extreme", "extreme.value", right="1.0", wrong="1000.0", argument="x")


def test_where_a_threshold_would_be_a_lie_the_class_alone_is_told() -> None:
    def below(x: Tensor) -> Tensor:  # 90 is right, −89.5 is not
        return torch.where(x < -80, torch.nan, right(x))

    assert input_class(evidence(below)) == says("extreme")

    def mixed(x: Tensor) -> Tensor:  # nan and inf
        answer = beyond(89, torch.nan)(x)
        answer[x.abs() > 95] = torch.inf
        return answer

    assert input_class(evidence(mixed)) == says("extreme", "extreme.value", right="70.0", wrong="89.5", argument="x")

    def shaped(x: Tensor) -> Tensor:
        return right(x)[None] if x.abs().max() > 80 else right(x)

    assert input_class(evidence(shaped)) == says("extreme")
    # two classes of large numbers are one
    assert input_class(evidence(lambda x: torch.where(x < -50, torch.nan, right(x)))) == says("extreme")


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (lambda x: right(x) + 0.5 * (x == 0), says("kink")),
        (lambda x: right(x) * (1 + (x.numel() == 1)), says("batch_of_one")),
        (lambda x: right(x) + 0.5 * ((x == 0) | (x.numel() == 1)), None),  # two unlike classes
        (lambda x: right(x) + 0.5 * (x.shape == (5, 5)), None),  # a square run is in the body
        (lambda x: right(x) + 1, None),
    ],
)
def test_one_class_only(function: Callable[..., Any], expected: Diagnosis | None) -> None:
    assert input_class(evidence(function)) == expected


def test_a_class_nobody_knows_is_not_named() -> None:
    def cases(draw: Draw) -> Any:
        yield case(draw.normal(7))
        yield corner(T([3.0]), why="moonlight")

    page = replace(squash, cases=cases)
    assert input_class(evidence(lambda x: right(x) + (x.numel() == 1), page)) is None

    def edges(draw: Draw) -> Any:
        yield corner(T([3.0]), why="kink")

    assert input_class(evidence(lambda x: right(x) + 1, replace(squash, cases=edges))) is None  # never seen right


def test_a_promised_exception_that_does_not_come() -> None:
    runs = plan(squash, 3)
    given = answers(right, [run.call for run in runs], squash.parameters)
    assert input_class(Evidence(squash, judge_runs(squash, runs, given))) == says("unchecked")
    # beside another class it is left aside
    kinky = answers(lambda x: right(x) + 0.5 * (x == 0), [run.call for run in runs], squash.parameters)
    assert input_class(Evidence(squash, judge_runs(squash, runs, kinky))) == says("kink")


def test_a_threshold_is_for_functions_of_one_tensor_entry_by_entry() -> None:
    def drawn(draw: Draw) -> Any:
        for n in (7, 3, 5):
            yield case(draw.normal(n), draw.normal(n))
        yield corner(T([100.0, -89.5]), T([1.0, 2.0]), why="extreme")

    @NewAssignment("A99", "a99_probe").exercise(points=1)
    class product:
        """x y"""

        reference = lambda x, y: x * y
        scale = lambda x, y: (x * y).abs()
        cases = drawn

    broken = lambda x, y: torch.where(x.abs() > 80, torch.nan, x * y)
    assert input_class(evidence(broken, product)) == says("extreme")

    @NewAssignment("A99", "a99_probe").exercise(points=1)
    class total:
        """Σx"""

        reference = lambda x: x.sum()
        scale = lambda x: x.abs().sum()
        cases = squash.cases

    assert input_class(evidence(lambda x: x.sum() if x.abs().max() < 80 else x.sum() + 1e6, total)) == says("extreme")


def test_the_threshold_is_that_of_the_dtype_that_fails() -> None:
    def single(x: Tensor) -> Tensor:
        return beyond(89, torch.nan)(x) if x.dtype == torch.float32 else right(x)

    assert input_class(evidence(single)) == says("extreme", "extreme.nan", right="70.0", wrong="89.5", argument="x")


def test_the_threshold_lies_between_the_largest_right_and_the_smallest_wrong_one_of_all_runs() -> None:
    small = page(case(T([0.25, 0.5])), corner(T([0.75, -0.625]), why="extreme"), corner(T([0.875]), why="extreme"))
    expected = says("extreme", "extreme.value", right="0.5", wrong="0.625", argument="x")
    assert input_class(evidence(beyond(0.5, 9.0), small)) == expected


@pytest.mark.parametrize("large", [T([-90.0, 90.0]), T([-80.0, 90.0]), T([90.0, -90.0])])
def test_no_threshold_where_numbers_as_large_are_right(large: Tensor) -> None:
    below = lambda x: torch.where(x < -50, torch.nan, right(x))
    assert input_class(evidence(below, page(case(T([0.5, 3.0])), corner(large, why="extreme")))) == says("extreme")


def test_zero_is_no_threshold() -> None:
    edge = page(case(torch.zeros(3)), corner(T([90.0]), why="extreme"))
    assert input_class(evidence(beyond(1, torch.nan), edge)) == says("extreme")


def test_another_dtype_at_large_numbers_has_no_threshold() -> None:
    other = lambda x: right(x).half() if x.abs().max() > 80 else right(x)
    assert input_class(evidence(other)) == says("extreme")


@pytest.mark.parametrize(
    ("classes", "expected"),
    [
        (("saturated", "hard_zero"), "saturated"),
        (("saturated", "hard_zero", "confident"), "saturated"),
        (("confident", "deep"), "extreme"),
        (("extreme", "saturated", "confident", "far_rows", "deep"), "extreme"),
        (("saturated", "kink"), None),
        (("extreme", "hard_zero"), None),
    ],
)
def test_several_classes_that_are_one(classes: tuple[str, ...], expected: str | None) -> None:
    edges = page(case(T([0.5, 2.0])), *(corner(T([-7.0, 7.0]), why=why) for why in classes))
    found = input_class(evidence(lambda x: right(x) + (x == 7), edges))
    assert found == (says(expected) if expected else None)


def test_large_numbers_among_ordinary_ones() -> None:
    body = page(case(torch.arange(1.0, 12.0).double(), dtypes=["float64"]), case(torch.arange(1.0, 13.0).double()))
    told = says("extreme", "extreme.nan", right="10.0", wrong="11.0", argument="x")
    assert large_only(evidence(beyond(10.5, torch.nan), body)) == told
    assert large_only(evidence(lambda x: right(x) + 1, body)) is None
    every = page(case(torch.arange(1.0, 22.0).double(), dtypes=["float64"]))
    assert large_only(evidence(beyond(20.5, torch.nan), every)) is not None  # 20 are right
    assert large_only(evidence(beyond(19.5, torch.nan), every)) is None
    few = page(case(torch.arange(1.0, 31.0).double(), dtypes=["float64"]))
    assert large_only(evidence(beyond(5, torch.nan), few)) is None  # 25 are wrong

"""The class of input in which alone an answer fails, and the size of input up to which it is right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor

from grader.author import Draw, NewAssignment, case, corner
from grader.contestant.inprocess import answers
from grader.judge.diagnosis.classes import input_class
from grader.judge.diagnosis.evidence import Evidence
from grader.judge.plan import plan
from grader.judge.verdict import judge_runs
from grader.model.verdict import Diagnosis, Message
from tests.judge.probes import T, evidence, right, squash


def says(name: str, wording: str = "", **params: Any) -> Diagnosis:
    return Diagnosis(f"class.{name}", "class", Message("judge", f"class.{wording or name}", params))


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


@pytest.mark.parametrize("dtype", ["float32", "bfloat16", "float16"])
def test_a_narrower_type_on_the_way(dtype: str) -> None:
    narrow = getattr(torch, dtype)
    found = input_class(evidence(lambda x: right(x.to(narrow)).to(x.dtype)))
    assert found == says("precision", dtype=dtype)


def test_numbers_that_fit_a_narrow_type_by_chance_prove_nothing() -> None:
    assert input_class(evidence(lambda x: right(x).round())) is None
    assert input_class(evidence(lambda x: right(x.float()).to(x.dtype) + 1)) is None
    assert input_class(evidence(lambda x: (right(x.float()).to(x.dtype) * 1.001).float().to(x.dtype))) is None

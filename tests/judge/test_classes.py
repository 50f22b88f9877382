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
from grader.judge.diagnosis.classes import (
    _close,
    _error,
    approximate,
    input_class,
    kept_state,
    large_only,
    unrepeatable,
)
from grader.judge.diagnosis.evidence import Evidence
from grader.judge.plan import plan
from grader.judge.verdict import judge_runs
from grader.model.exercise import Exercise
from grader.model.outcome import Answer, Call
from grader.model.verdict import Diagnosis, Message
from tests.judge.parts import part
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


def page(*cases: Any) -> Exercise:
    return replace(squash, cases=lambda draw: cases, layouts=False)


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


# -------------------------------------------------------------------------------------------------- large numbers


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


# -------------------------------------------------------------------------------------------------- a second call


def flickering(wrong: Callable[[Tensor], bool], right_first: bool = False) -> Callable[[Tensor], Tensor]:
    """Another answer at every call, wrong where `wrong`."""
    calls = [0]

    def function(x: Tensor) -> Tensor:
        calls[0] += 1
        return right(x) + wrong(x) * (calls[0] - right_first) % 3

    return function


def test_what_a_second_call_does_not_give_again() -> None:
    assert unrepeatable(evidence(flickering(lambda x: True))) == says("unrepeatable")
    assert unrepeatable(evidence(lambda x: right(x) + 1)) is None
    assert unrepeatable(evidence(right)) is None
    assert unrepeatable(evidence(flickering(lambda x: bool(x.abs().max() > 80)))) is None  # at the edge only


def test_a_right_answer_that_flickers_is_a_side_effect_and_no_cause() -> None:
    before: list[Tensor] = []

    def second_time_wrong(x: Tensor) -> Tensor:
        again = any(x.dtype == y.dtype and x.equal(y) for y in before)
        before.append(x.clone())
        return right(x) + again

    found = evidence(second_time_wrong, page(case(T([0.5, 3.0])), case(T([1.0]))))
    assert {j.finding.kind for j in found.failing if j.finding} == {"unstable"}
    assert unrepeatable(found) is None


# -------------------------------------------------------------------------------------------------- state


def kept(
    wrong: Callable[[int, Tensor], bool], cases: Any = None, alone_wrong: bool = False
) -> tuple[Diagnosis | None, list[Call]]:
    """A function that is wrong in the calls that are `wrong`, by number; asked alone it is right. And what was asked."""
    exercise = replace(squash, cases=cases) if cases else squash
    asked: list[Call] = []

    def alone(call: Call) -> Answer:
        asked.append(call)
        return answers(lambda x: right(x) + alone_wrong, [call], exercise.parameters)[0]

    runs = plan(exercise, 3)
    given = [
        answers(lambda x, n=run.number: right(x) + wrong(n, x), [run.call], exercise.parameters)[0] for run in runs
    ]
    return kept_state(Evidence(exercise, judge_runs(exercise, runs, given), alone=alone)), asked


def test_right_alone_and_wrong_after_other_calls() -> None:
    runs = plan(squash, 3)
    last = [run for run in runs if not run.case.raises][-1]
    assert kept(lambda n, x: n > 1) == (says("state"), [replace(last.call, repeat=False)])
    assert kept(lambda n, x: n == 2) == (says("state"), [replace(runs[1].call, repeat=False)])
    assert kept(lambda n, x: n == 1) == (None, [])  # nothing came before it
    assert kept(lambda n, x: True) == (None, [])  # nothing that came before made it wrong
    assert kept(lambda n, x: False) == (None, [])


def test_a_promised_exception_says_nothing_about_state() -> None:
    def empty(draw: Draw) -> Any:
        yield case(T([1.0, 2.0]))
        yield corner(torch.zeros(0), raises=ValueError, why="empty")

    assert kept(lambda n, x: False, empty) == (None, [])


def test_what_is_wrong_alone_too_is_no_state() -> None:
    found, asked = kept(lambda n, x: n > 1, alone_wrong=True)
    assert found is None
    assert len(asked) == 1
    assert kept_state(evidence(lambda x: right(x) + (x.numel() > 3))) is None  # it cannot be asked


# -------------------------------------------------------------------------------------------------- approximations


@pytest.mark.parametrize(
    ("off", "digits"), [(9.9e-4, 3), (1.1e-4, 3), (9e-5, 4), (1.1e-6, 5), (9e-7, 6), (1.01e-3, None), (0.5, None)]
)
def test_close_to_the_right_answer_in_every_run(off: float, digits: int | None) -> None:
    found = approximate(evidence(lambda x: right(x) * (1 + off)))
    assert found == (says("approximate", digits=digits) if digits else None)


def test_an_approximation_shows_in_runs_of_two_sizes() -> None:
    double = lambda *values: case(T(values), dtypes=["float64"])
    near = lambda x: right(x) * (1 + 1e-5)
    assert approximate(evidence(near, page(double(1.0, 2.0), double(3.0)))) is not None
    assert approximate(evidence(near, page(double(1.0, 2.0), double(3.0, 5.0)))) is None
    single = page(case(T([1.0]), dtypes=["float32"]), case(T([1.0, 2.0]), dtypes=["float32"]), double(1.0, 3.0))
    assert approximate(evidence(near, single)) is None  # the rough ones do not count
    edge = page(double(1.0, 2.0), corner(T([7.0]), why="extreme", dtypes=["float64"]))
    assert approximate(evidence(near, edge)) is None


def test_one_run_that_is_not_close_denies_it() -> None:
    assert approximate(evidence(lambda x: right(x) * (1 + (1e-5 if len(x) > 3 else 0.1)))) is None
    # and a dtype or a shape is no matter of digits
    assert approximate(evidence(lambda x: (right(x) * (1 + 1e-5)).float())) is None
    assert (
        approximate(evidence(lambda x: (right(x) * (1 + 1e-5))[None] if len(x) == 7 else right(x) * (1 + 1e-5))) is None
    )


@NewAssignment("A99", "a99_probe").exercise(points=1)
class pair:
    """(x², x + 1)"""

    reference = lambda x: (x * x, x + 1)
    scale = lambda x: (x * x, x.abs() + 1)
    slack = lambda x: (0.0, 1e-3)

    def cases(draw: Draw):
        yield case(draw.normal(7))
        yield case(draw.normal(3, 2))


def test_each_part_of_an_approximation() -> None:
    near = lambda x: x * x * (1 + 9e-6)
    assert approximate(evidence(lambda x: (near(x), x + 1), pair)) == says("approximate", digits=5)
    assert approximate(evidence(lambda x: (near(x), (x + 1) * (1 + 1e-4)), pair)) == says("approximate", digits=5)
    assert approximate(evidence(lambda x: (near(x), x + 2), pair)) is None
    assert approximate(evidence(lambda x: (near(x), (x + 1)[None]), pair)) is None


@pytest.mark.parametrize(
    ("want", "got", "error"),
    [
        ([2.0, -4.0], [2.5, -4.0], 0.125),
        ([2.0, -4.0], [2.0, -3.0], 0.25),
        ([2.0, torch.inf], [2.5, torch.inf], 0.25),
        ([2.0, torch.nan], [2.5, torch.nan], 0.25),
        ([2.0, torch.inf], [2.0, 3.0], torch.inf),
        ([2.0, 3.0], [2.0, torch.nan], torch.inf),
        ([torch.inf], [torch.inf], torch.inf),
        ([0.0], [1.0], torch.inf),
    ],
)
def test_how_far_off_an_answer_is(want: list[float], got: list[float], error: float) -> None:
    assert _error(part(want, got)) == error


def test_what_is_lost_altogether_is_not_close() -> None:
    assert _close(part([8.0, 1.0], [8.0, 0.875]), 2**-6)
    assert not _close(part([8.0, 1.0], [8.0, 0.75]), 2**-6)
    assert not _close(part([8.0, 0.125], [8.0, 0.0]), 2**-6)
    assert _close(part([8.0, 8e-6], [8.0, 0.0]), 2**-6)
    assert not _close(part([8.0, -8.1e-6], [8.0, 0.0]), 2**-6)
    assert _close(part([0.5, 0.0, torch.inf], [0.5, 0.0, torch.inf]), 2**-6)
    assert _close(part([8.0, 1.0], [8.0, 1.0]), 0.0)


# -------------------------------------------------------------------------------------------------- precision


@pytest.mark.parametrize("dtype", ["float32", "bfloat16", "float16"])
def test_a_narrower_type_on_the_way(dtype: str) -> None:
    narrow = getattr(torch, dtype)
    found = input_class(evidence(lambda x: right(x.to(narrow)).to(x.dtype)))
    assert found == says("precision", dtype=dtype)


def test_numbers_that_fit_a_narrow_type_by_chance_prove_nothing() -> None:
    assert input_class(evidence(lambda x: right(x).round())) is None
    assert input_class(evidence(lambda x: right(x.float()).to(x.dtype) + 1)) is None
    assert input_class(evidence(lambda x: (right(x.float()).to(x.dtype) * 1.001).float().to(x.dtype))) is None
    only_double = lambda x: (right(x.float()) * 1.5).to(x.dtype) if x.dtype == torch.float64 else right(x)
    assert input_class(evidence(only_double)) is None
    both = lambda x: (right(x.float()) * (1 + 5e-6)).to(x.dtype)
    assert input_class(evidence(both)) is None  # float32 itself would be closer


@pytest.mark.parametrize("dtype", ["bfloat16", "float16"])
def test_a_narrow_answer_that_is_far_off_has_another_cause(dtype: str) -> None:
    narrow = getattr(torch, dtype)
    assert input_class(evidence(lambda x: (right(x.to(narrow)) / 2).to(x.dtype))) is None


@pytest.mark.parametrize(("dtype", "fewest"), [("bfloat16", 6), ("float16", 3), ("float32", 3)])
def test_few_numbers_fit_by_chance(dtype: str, fewest: int) -> None:
    narrow = getattr(torch, dtype)
    told = lambda count: input_class(
        evidence(
            lambda x: right(x.to(narrow)).to(x.dtype),
            page(case(T([0.3, 0.7, 1.1, 1.3, 1.7, 1.9][:count]).double(), dtypes=["float64"])),
        )
    )
    assert told(fewest) == says("precision", dtype=dtype)
    assert told(fewest - 1) is None


def test_a_narrow_answer_with_a_nan_or_an_edge_that_is_far_off() -> None:
    def spoiled(value: float, where: Callable[[Tensor], bool]) -> Callable[..., Tensor]:
        def function(x: Tensor) -> Tensor:
            answer = right(x.float()).to(x.dtype)
            if x.dtype == torch.float64 and where(x):
                answer.flatten()[:1].fill_(value)
            return answer

        return function

    ordinary, edge = lambda x: len(x) == 7, lambda x: bool(x.abs().max() > 80)
    assert input_class(evidence(spoiled(torch.nan, ordinary))) is None
    assert input_class(evidence(spoiled(0.5, edge))) is None
    # a narrower type overflows sooner, at the edges
    assert input_class(evidence(spoiled(torch.inf, edge))) == says("precision", dtype="float32")


def test_precision_lost_in_one_of_two_parts() -> None:
    lost = lambda x: (x.float() * x.float()).to(x.dtype)
    assert input_class(evidence(lambda x: (lost(x), x + 1), pair)) == says("precision", dtype="float32")
    # what the page allows is not lost
    allowed = lambda x: x + 1 + 1e-5 * x.sin()
    assert input_class(evidence(lambda x: (lost(x), allowed(x)), pair)) == says("precision", dtype="float32")

"""What is kept between calls, and what a second call with the same arguments does not give again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from grader.author import Draw, case, corner
from grader.contestant.inprocess import answers
from grader.judge.diagnosis.evidence import Evidence
from grader.judge.diagnosis.state import kept_state, unrepeatable
from grader.judge.plan import plan
from grader.judge.verdict import judge_runs
from grader.model.outcome import Answer, Call
from grader.model.verdict import Diagnosis
from tests.judge.probes import T, evidence, page, right, says, squash


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


def test_a_gradient_that_is_not_finite_alone_either_is_no_state() -> None:
    steep = lambda x: x / (1 + (x * x).sqrt())  # right, and at 0 its slope is nan
    exercise = replace(squash, differentiable=True)
    alone = lambda call: answers(steep, [call], exercise.parameters)[0]
    found = evidence(steep, exercise, alone=alone)
    assert {j.finding.kind for j in found.failing if j.finding} == {"gradient_nonfinite"}
    assert kept_state(found) is None

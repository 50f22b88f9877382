"""The step after which a computation is no longer the right one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from torch import Tensor

from grader.contestant.inprocess import answers
from grader.judge.diagnosis.steps import first_wrong_step
from grader.model.exercise import Exercise
from grader.model.outcome import Answer, Call
from grader.model.verdict import Diagnosis, Message
from tests.judge.probes import evidence, right, squash


def stepped(function: Callable[..., Any], worked: Callable[..., Any] | None, exercise: Exercise = squash) -> Any:
    files = {function.__code__.co_filename: "answer.py"}

    def trace(call: Call) -> Answer:
        assert (call.repeat, call.watch, call.trace, call.differentiate) == (False, True, True, False)
        return answers(function, [call], exercise.parameters, files)[0]

    found = first_wrong_step(evidence(function, exercise, trace=trace, worked=worked))
    if found is None:
        return None
    params = dict(found.sentence.params)
    assert params.pop("file") == "answer.py"
    line = int(str(params.pop("line"))) - function.__code__.co_firstlineno
    name = found.id.removeprefix("step.")
    assert found == Diagnosis(f"step.{name}", "step", Message("judge", f"step.{name}", found.sentence.params))
    return name, params["op"], line


def test_after_the_last_right_step() -> None:
    def answer(x: Tensor) -> Tensor:
        size = x.abs()
        below = size + 1
        return x.sin() * below.cos()

    assert stepped(answer, right) == ("after", "add", 2)
    # without a worked answer the page's reference says what is right
    assert stepped(answer, None) == ("after", "add", 2)


@pytest.mark.parametrize(
    ("name", "top"),
    [
        ("negated", lambda x, below: -x),
        ("doubled", lambda x, below: x + x),
        ("halved", lambda x, below: x / 2),
        ("one_minus", lambda x, below: below - x),
    ],
)
def test_the_next_step_but_for_its_sign_or_a_factor(name: str, top: Callable[..., Tensor]) -> None:
    def answer(x: Tensor) -> Tensor:
        below = 1 + x.abs()
        out = top(x, below) / below
        return out.cos()

    assert stepped(answer, right) == (name, "div", 2)


def test_a_right_answer_that_is_changed_in_the_end() -> None:
    def answer(x: Tensor) -> Tensor:
        out = x / (1 + x.abs())
        return out.cos()

    assert stepped(answer, right) == ("lost", "div", 1)


def test_nothing_right_on_the_way_nothing_to_say() -> None:
    assert stepped(lambda x: x.sin().cos(), right) is None
    assert first_wrong_step(evidence(lambda x: x.sin())) is None  # it cannot be asked again
    assert stepped(right, right) is None

    def silent(call: Call) -> Answer:
        return replace(answers(lambda x: x, [call], ("x",))[0], watch=None)

    assert first_wrong_step(evidence(lambda x: x.abs().sin(), trace=silent)) is None


def test_only_an_ordinary_random_run_that_fails_by_value_tells() -> None:
    def fails_at(*shapes: tuple[int, ...]) -> Callable[..., Any]:
        def answer(x: Tensor) -> Tensor:
            out = x / (1 + x.abs())
            return (1 + x.abs()).cos() if tuple(x.shape) in shapes else out

        return answer

    assert stepped(fails_at((7, 5)), right) is not None
    assert stepped(fails_at((3,)), right) is None  # the worked example
    assert stepped(fails_at((1,), (4,)), right) is None
    assert stepped(lambda x: (1 + x.abs()).cos()[None], right) is None

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
from grader.judge.diagnosis.classes import input_class
from grader.judge.diagnosis.evidence import Evidence
from grader.judge.diagnosis.steps import first_wrong_step
from grader.judge.plan import plan
from grader.judge.verdict import judge_runs
from grader.model.exercise import Exercise
from grader.model.outcome import Answer, Call
from grader.model.verdict import Diagnosis, Message

PAGE = NewAssignment("A99", "a99_probe")
T = torch.tensor


@PAGE.exercise(points=1)
class squash:
    """x / (1 + |x|)"""

    reference = lambda x: x / (1 + x.abs())
    scale = torch.ones_like

    def cases(draw: Draw):
        yield seen(T([0.5, 1.0, -1.0]))
        yield case(draw.normal(7, 5))
        yield case(draw.normal(3, 11))
        yield case(draw.normal(5, 5), why="square")
        yield case(draw.normal(1), why="batch_of_one")
        yield corner(T([-100.0, -89.5, 90.0, 100.0]), why="extreme")
        yield corner(T([-60.0, 70.0]), why="saturated")
        yield corner(T([0.0, -0.0]), why="kink")
        yield corner(torch.zeros(0), raises=ValueError, why="empty")


def evidence(function: Callable[..., Any], exercise: Exercise = squash, **more: Any) -> Evidence:
    def refusing(*args: Any) -> Any:
        if any(isinstance(a, Tensor) and a.numel() == 0 for a in args):
            raise ValueError
        return function(*args)

    runs = plan(exercise, 3)
    files = {function.__code__.co_filename: "answer.py"}
    given = answers(refusing, [run.call for run in runs], exercise.parameters, files)
    return Evidence(exercise, judge_runs(exercise, runs, given), **more)


def says(name: str, wording: str = "", **params: Any) -> Diagnosis:
    return Diagnosis(f"class.{name}", "class", Message("judge", f"class.{wording or name}", params))


def right(x: Tensor) -> Tensor:
    return x / (1 + x.abs())


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


# -------------------------------------------------------------------------------------------------- steps


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

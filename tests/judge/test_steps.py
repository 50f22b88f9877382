"""The step after which a computation is no longer the right one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor

from grader.author import Draw, NewAssignment, case
from grader.contestant.inprocess import answers
from grader.judge.diagnosis.steps import first_wrong_step
from grader.model.exercise import Exercise
from grader.model.outcome import Answer, Call
from grader.model.verdict import Diagnosis, Message
from tests.judge.probes import PAGE, evidence, right, squash, twice


def stepped(function: Callable[..., Any], worked: Callable[..., Any] | None = None, exercise: Exercise = squash) -> Any:
    """The name of the step, its op, and how many lines below the function's head it stands."""
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


@pytest.mark.parametrize(
    ("top", "back"),
    [
        (lambda x, below: -x, lambda t: -t),
        (lambda x, below: x + x, lambda t: t / 2),
        (lambda x, below: x / 2, lambda t: 2 * t),
        (lambda x, below: below - x, lambda t: 1 - t),
    ],
)
def test_a_sign_or_a_factor_that_is_made_good_later_is_no_mistake(
    top: Callable[..., Tensor], back: Callable[[Tensor], Tensor]
) -> None:
    def answer(x: Tensor) -> Tensor:
        below = 1 + x.abs()
        out = top(x, below) / below
        return back(out.cos())

    assert stepped(answer, right) == ("after", "add", 1)


def test_a_factor_that_comes_in_twice_is_not_made_good() -> None:
    def answer(x: Tensor) -> Tensor:
        twice = 2 * x / (1 + x.abs())
        return (twice + twice).cos()

    assert stepped(answer, right) == ("doubled", "div", 1)


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


def test_what_is_right_when_asked_alone_has_no_wrong_step() -> None:
    alone = lambda call: answers(right, [call], ("x",))[0]
    assert first_wrong_step(evidence(lambda x: right(x).cos(), trace=alone)) is None


def test_the_call_is_asked_for_its_steps_only() -> None:
    page = replace(squash, differentiable=True)
    assert stepped(lambda x: (1 + x.abs()).cos(), right, page) == ("after", "add", 0)


def test_the_first_step_alone_is_right() -> None:
    assert stepped(lambda x: x.abs().sin(), right) == ("after", "abs", 0)


def test_as_exact_as_the_dtype_of_the_run() -> None:
    def double(x: Tensor) -> Tensor:
        if x.dtype == torch.float32:
            return right(x)
        size = x.abs()
        return (size + (1 + 1e-7)).cos()

    def only_double(x: Tensor) -> Tensor:
        if x.dtype == torch.float32:
            return right(x)
        return (x.abs() + 1).cos()

    def single(x: Tensor) -> Tensor:
        size = x.abs()
        return (size + (1 + 1e-7)).cos()

    assert stepped(double, right) == ("after", "abs", 3)
    assert stepped(only_double, right) == ("after", "add", 3)
    assert stepped(single, right) == ("after", "add", 2)


def test_an_argument_itself_is_no_step() -> None:
    assert stepped(lambda x: x.add(0).sin(), lambda x: (x * 1).exp()) is None


def test_zeros_ones_and_constants_are_no_steps() -> None:
    mask = lambda x: ((x > 0).to(x.dtype) * 3).sin()
    assert stepped(mask, lambda x: (x > 0).double() * x) is None
    assert (
        stepped(lambda x: (x * 0 + 7).sin(), lambda x: torch.full(x.shape, 7.0, dtype=torch.float64) * x.exp()) is None
    )


def test_a_number_that_is_no_tensor_of_the_size_is_no_step() -> None:
    assert stepped(lambda x: x.sum().sin() + x.sin(), right) is None


def test_a_step_with_other_axes_is_as_right() -> None:
    assert stepped(lambda x: (1 + x.T.abs()).cos().T if x.dim() == 2 else x, right) == ("after", "add", 0)
    assert stepped(lambda x: (1 + x.abs()[:, None]).cos()[..., 0, :], right) == ("after", "add", 0)


def test_a_step_in_place_is_named_plainly() -> None:
    def answer(x: Tensor) -> Tensor:
        size = x.abs()
        size.add_(1)
        return size.cos()

    assert stepped(answer, right) == ("after", "add", 2)


def test_a_step_is_named_as_it_is_written() -> None:
    assert stepped(lambda x: x * x.norm().sin(), None, probe(lambda x: x / x.norm())) == ("after", "norm", 0)


def test_a_step_without_a_place() -> None:
    answer = lambda x: (1 + x.abs()).cos()

    def trace(call: Call) -> Answer:
        (seen,) = answers(answer, [call], ("x",), {answer.__code__.co_filename: "answer.py"})
        assert seen.watch
        return replace(seen, watch=replace(seen.watch, steps=tuple(replace(s, place=None) for s in seen.watch.steps)))

    found = first_wrong_step(evidence(answer, trace=trace))
    params = {"op": "add", "file": "", "line": 0}
    assert found == Diagnosis("step.after", "step", Message("judge", "step.after", params))


def test_only_what_comes_later_is_nearly_the_missing_step() -> None:
    def before(x: Tensor) -> Tensor:  # −|x| is 1 − (1 + |x|)
        below = torch.minimum(x, -x)
        size = x.abs()
        return size.sin() + below.sin()

    assert stepped(before, right) == ("after", "abs", 2)

    def at_once(x: Tensor) -> Tensor:
        double = 2 * x
        below = 1 + x.abs()
        return (double / below).cos()

    assert stepped(at_once, right) == ("doubled", "div", 3)


def test_what_the_worked_answer_gets_and_what_is_seen_of_it() -> None:
    got: list[Any] = []

    def worked(x: Tensor, labels: Tensor, rate: float) -> Tensor:
        got.extend([x.dtype, labels.dtype, rate])
        x.add_(1)
        sizes = torch.add(x - 1, labels, alpha=3)
        values, _ = sizes.exp().max(1)
        return values * rate

    @PAGE.exercise(points=1)
    class probe:
        """max e^(x + 3 labels) · rate"""

        reference = worked
        scale = lambda x, labels, rate: torch.ones(len(x)) * 1e-3

        def cases(draw: Draw):
            yield case(draw.normal(3, 2), torch.tensor([[1], [0], [1]]), 0.5)

    answer = lambda x, labels, rate: (x + 3 * labels).sin()[:, 0]
    found = stepped(answer, worked, probe)
    assert found == ("after", "add", 0)
    assert got[-3:] == [torch.float64, torch.int64, 0.5]
    runs = evidence(answer, probe)
    before = [run.run.args[0].clone() for run in runs.done]
    first_wrong_step(replace(runs, trace=lambda call: answers(answer, [call], probe.parameters)[0]))
    assert all(run.run.args[0].equal(x) for run, x in zip(runs.done, before, strict=True))


@pytest.mark.parametrize(("shape", "seen"), [((8, 8), True), ((5, 13), False)])
def test_results_of_up_to_64_entries_are_looked_at(shape: tuple[int, ...], seen: bool) -> None:
    page = replace(squash, cases=lambda draw: [case(draw.normal(*shape))])
    assert stepped(lambda x: (1 + x.abs()).cos(), right, page) == (("after", "add", 0) if seen else None)


# -------------------------------------------------------------------------------------------------- lost again


def test_a_right_answer_that_is_changed_with_other_axes() -> None:
    oblong = replace(squash, cases=lambda draw: [case(draw.normal(3, 5))])
    flipped = lambda x: (x.T / (1 + x.T.abs())).cos().T
    assert stepped(flipped, right, oblong) == ("lost", "div", 0)


def test_a_right_answer_up_to_rounding_only_is_lost() -> None:
    assert stepped(lambda x: right(x * (1 + 1e-5)).cos(), right) is None
    assert stepped(lambda x: (2 * x).cos(), twice.reference, twice) == ("lost", "mul", 0)  # exactly


def probe(reference: Callable[..., Any]) -> Exercise:
    page = {"reference": staticmethod(reference), "cases": staticmethod(lambda draw: [case(draw.normal(3, 5))])}
    return NewAssignment("A99", "a99_probe").exercise(points=1)(type("probe", (), page))


def test_whole_numbers_are_lost_too() -> None:
    page = probe(lambda x: (x * 4).long())
    assert stepped(lambda x: (x * 4).long() + 3, None, page) == ("lost", "to_copy", 0)


def test_a_mask_is_right_by_chance() -> None:
    page = probe(lambda x: (x > 0).to(x.dtype))
    assert stepped(lambda x: (x > 0).to(x.dtype) * 3, None, page) is None


def test_several_parts_are_not_said_to_be_lost() -> None:
    page = probe(lambda x: (x.exp(), x.exp().sin()))
    assert stepped(lambda x: (x.exp(), x.exp().sin() + 1), None, page) is None


def test_what_is_so_in_one_run_only_is_not_said() -> None:
    sizes: list[int] = []

    def everywhere(x: Tensor) -> Tensor:
        sizes.append(x.numel())
        return x / (x.abs() + 1) * 3

    def in_the_smallest(x: Tensor) -> Tensor:
        value = x / (x.abs() + 1) if x.numel() == min(sizes) else x.cos()
        return value * 3

    assert stepped(everywhere, right) == ("lost", "div", 2)
    assert len(set(sizes)) > 1
    assert stepped(in_the_smallest, right) is None


def test_what_is_another_step_in_another_run_is_not_said() -> None:
    sizes: list[int] = []

    def answer(x: Tensor) -> Tensor:
        sizes.append(x.numel())
        size = x.abs()
        return (size if x.numel() == 33 else 1 + size).cos()

    assert stepped(answer, right) is None
    assert len(set(sizes)) > 1


def test_a_view_is_no_step() -> None:
    def answer(x: Tensor) -> Tensor:
        below = torch.tensor([1 + abs(v) for v in x.flatten().tolist()], dtype=x.dtype).view(x.shape)
        return below.cos() * x

    assert stepped(answer, right) is None

    def in_place(x: Tensor) -> Tensor:
        below = torch.tensor([[1 + abs(v) for v in row] for row in x[None].flatten(0, -2).tolist()], dtype=x.dtype)
        return below.unsqueeze_(0).cos()[0] * x

    assert stepped(in_place, right) is None

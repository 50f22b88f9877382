"""Slopes by differences, and the verdict that a backward fits its own, wrong forward: only on exact evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor

from grader.author import Draw, NewAssignment, case, corner, seen, vjp
from grader.author.page import PageError
from grader.contestant.inprocess import answers
from grader.contestant.tensors import encode
from grader.judge.diagnosis.differences import CENTRAL, DOWN, UP, Unanswered, by_differences
from grader.judge.diagnosis.evidence import Evidence, WrongForward
from grader.judge.diagnosis.own_forward import own_forward
from grader.judge.plan import plan
from grader.judge.verdict import judge_runs
from grader.model.exercise import Exercise
from grader.model.outcome import Answer, Call
from grader.model.verdict import Diagnosis, Message

T = lambda *values: torch.tensor(values, dtype=torch.float64)
Ask = Callable[[Sequence[tuple[Any, ...]]], Sequence[Answer]]


def asking(function: Callable[..., Any], log: list[Any] | None = None) -> Ask:
    def ask(arguments: Sequence[tuple[Any, ...]]) -> Sequence[Answer]:
        if log is not None:
            log.extend(arguments)
        calls = [Call(tuple(encode(a) for a in args), repeat=False) for args in arguments]
        return answers(function, calls, ())

    return ask


# -------------------------------------------------------------------------------------------------- differences


def test_value_and_slope_of_a_function_that_autograd_cannot_see() -> None:
    forward = by_differences(asking(lambda x, n: torch.from_numpy(x.detach().numpy() ** n)))
    x = T(1.0, -2.0, 0.5).requires_grad_()
    out = forward(x, 3)
    assert torch.equal(out, x**3)
    (slope,) = torch.autograd.grad(out, x, T(1.0, 10.0, 100.0))
    torch.testing.assert_close(slope, T(3.0, 120.0, 75.0), rtol=1e-8, atol=0)


def test_each_entry_of_what_moves_is_moved_up_and_down() -> None:
    for steps, expected in ((CENTRAL, (1e-6, -1e-6)), (UP, (1e-6, 0.0)), (DOWN, (0.0, -1e-6))):
        log: list[Any] = []
        x = torch.zeros(1, 2, dtype=torch.float64).requires_grad_()
        by_differences(asking(lambda x, y: x + y, log), steps)(x, T(5.0))
        assert [args[0].tolist() for args in log] == [
            [[0.0, 0.0]],
            [[expected[0], 0.0]],
            [[expected[1], 0.0]],
            [[0.0, expected[0]]],
            [[0.0, expected[1]]],
        ]
        assert all(args[1].tolist() == [5.0] and not args[0].requires_grad for args in log)


def test_without_a_gradient_it_is_asked_once() -> None:
    log: list[Any] = []
    out = by_differences(asking(lambda x: (x, 2.0, [3]), log))(T(1.0))
    assert len(log) == 1
    assert (out[0].tolist(), out[1].item(), out[2][0].item()) == ([1.0], 2.0, 3.0)
    assert not out[0].requires_grad


def test_trees_go_in_and_out() -> None:
    forward = by_differences(asking(lambda x, p: {"s": x @ p["w"] + p["b"], "n": (2.0 * x.sum(),)}))
    x, w, b = torch.ones(2, 3).double(), torch.arange(6.0).reshape(3, 2).double().requires_grad_(), T(1.0, 2.0)
    b.requires_grad_()
    out = forward(x, {"w": w, "b": b})
    torch.testing.assert_close(out["s"], x @ w + b)
    dw, db = torch.autograd.grad(out["s"].sum() + out["n"][0].sum(), (w, b))
    torch.testing.assert_close(dw, torch.full((3, 2), 2.0).double(), rtol=1e-7, atol=0)
    torch.testing.assert_close(db, T(2.0, 2.0), rtol=1e-7, atol=0)


def test_slopes_differ_by_side_at_a_kink_only() -> None:
    for steps, slope in ((CENTRAL, 0.5), (UP, 1.0), (DOWN, 0.0)):
        x = T(0.0, 2.0).requires_grad_()
        out = by_differences(asking(torch.relu), steps)(x)
        (got,) = torch.autograd.grad(out.sum(), x)
        torch.testing.assert_close(got, T(slope, 1.0), rtol=1e-8, atol=1e-9)


def raising_above(limit: float) -> Callable[..., Any]:
    def function(x: Tensor) -> Tensor:
        if float(x.max()) > limit:
            raise ValueError
        return x

    return function


@pytest.mark.parametrize(
    "function",
    [
        raising_above(0.5),
        raising_above(1.0),  # only where it is moved
        lambda x: "a",
        lambda x: (x, None),
        lambda x: x[x > 1.0],  # another shape where it is moved
    ],
)
def test_no_numbers_no_slope(function: Callable[..., Any]) -> None:
    with pytest.raises(Unanswered):
        by_differences(asking(function))(T(1.0).requires_grad_())


def test_an_answer_too_few_is_no_answer() -> None:
    short = lambda arguments: asking(lambda x: x)(arguments)[:-1]
    with pytest.raises(Unanswered):
        by_differences(short)(T(1.0).requires_grad_())


def test_what_is_too_large_is_not_moved_entry_by_entry() -> None:
    log: list[Any] = []
    forward = by_differences(asking(lambda x: x.sum(), log))
    with pytest.raises(Unanswered):
        forward(torch.zeros(151, dtype=torch.float64).requires_grad_())
    assert log == []
    forward(torch.zeros(150, dtype=torch.float64).requires_grad_())
    assert len(log) == 301
    forward(torch.zeros(200, dtype=torch.float64))
    assert len(log) == 302


# -------------------------------------------------------------------------------------------------- the verdict

PAGE = NewAssignment("A99", "a99_probe")


def _cases(draw: Draw) -> Any:
    yield seen(T(2.0, 1.0), T(1.0, -1.0))
    yield case(draw.normal(7), draw.normal(7))
    yield case(draw.normal(3), draw.normal(3))
    yield case(draw.normal(5), draw.normal(5))
    yield case(draw.normal(11), draw.normal(11), why="square")
    yield case(draw.normal(1), draw.normal(1), why="batch_of_one")
    yield corner(T(1.0, 1.0), T(0.0, -0.0), why="kink")


@PAGE.exercise(points=1)
class squash_backward:
    """g / (1 + |x|)²"""

    reference = vjp(lambda x: x / (1 + x.abs()), wrt=("x",))
    own_forward = "A99.squash"
    wrt = ("x",)
    scale = lambda grad_out, x: 4 * grad_out.abs()
    cases = _cases


@PAGE.exercise(points=1)
class tanh_backward:
    """g · (1 − out²)"""

    reference = lambda grad_out, out: grad_out * (1 - out**2)
    own_forward = "A99.tanh"
    forward_args = lambda grad_out, out: (torch.atanh(out),)
    own_cache = lambda forward, grad_out, out: (grad_out, forward(torch.atanh(out)))
    wrt = ("x",)
    scale = lambda grad_out, out: 4 * grad_out.abs()

    def cases(draw: Draw):
        for n in (7, 3, 5):
            yield case(draw.normal(n), draw.uniform(-0.9, 0.9, n))


def told(
    exercise: Exercise, backward: Callable[..., Any], forwards: dict[str, WrongForward], traced: bool = True
) -> Diagnosis | None:
    runs = plan(exercise, 3)
    given = answers(backward, [run.call for run in runs], exercise.parameters)

    def trace(call: Call) -> Answer:
        assert call.repeat is False
        return answers(backward, [call], exercise.parameters)[0]

    return own_forward(Evidence(exercise, judge_runs(exercise, runs, given), forwards, trace if traced else None))


def of(function: Callable[..., Any], name: str = "A99.squash", because_of: tuple[str, ...] = ()) -> dict[str, Any]:
    return {name: WrongForward(asking(function), because_of)}


FITS = Diagnosis("own_forward", "own_forward", Message("judge", "own_forward.consistent", {"forward": "A99.squash"}))
SIN = lambda grad_out, x: grad_out * x.cos()


def test_the_whole_verdict() -> None:
    assert told(squash_backward, SIN, of(torch.sin)) == FITS
    assert told(squash_backward, SIN, of(torch.sin), traced=False) == FITS
    below = Message("judge", "own_forward.below", {"forward": "A99.squash", "below": "A98.a, A98.b"})
    found = told(squash_backward, SIN, of(torch.sin, because_of=("A98.a", "A98.b")))
    assert found == Diagnosis("own_forward", "own_forward", below)
    trained = replace(squash_backward, own_forward=(replace(squash_backward.own_forward[0], says="trained"),))
    found = told(trained, SIN, of(torch.sin))
    assert found is not None
    assert found.sentence == Message("judge", "own_forward.trained", {"forward": "A99.squash"})


@pytest.mark.parametrize(
    ("backward", "forward"),
    [
        (SIN, torch.tanh),  # the derivative of something else
        (lambda grad_out, x: grad_out * x.cos() * (1 + 2e-6), torch.sin),  # not exactly
        (lambda grad_out, x: grad_out * x.cos() if len(x) < 7 else grad_out, torch.sin),  # not in every run
        (lambda grad_out, x: grad_out * x.cos() if len(x) > 3 else grad_out, torch.sin),
        (lambda grad_out, x: (grad_out * x.cos(),), torch.sin),
        (lambda grad_out, x: (grad_out * x.cos()).sum(), torch.sin),
        (lambda grad_out, x: None, torch.sin),
        (lambda grad_out, x: 0 * x, lambda x: 0 * x),  # slopes of 0 prove nothing
        (lambda grad_out, x: grad_out / (1 + x.abs()) ** 2, torch.sin),  # right
        (lambda grad_out, x: grad_out / (1 + x.abs()) ** 2 * (1 + 1e-4), lambda x: x / (1 + x.abs()) * (1 + 1e-4)),
        (SIN, lambda x: x.sin().sum()),  # the page cannot go on with that
        (SIN, lambda x: (x.sin(), x)),
        (SIN, lambda x: "a"),
    ],
)
def test_silence(backward: Callable[..., Any], forward: Callable[..., Any]) -> None:
    assert told(squash_backward, backward, of(forward)) is None


def test_only_a_forward_that_is_known_to_fail_is_blamed() -> None:
    assert told(squash_backward, SIN, {}) is None
    assert told(squash_backward, SIN, of(torch.sin, "A99.other")) is None
    assert told(replace(squash_backward, own_forward=()), SIN, of(torch.sin)) is None


def test_of_several_forwards_the_one_that_fits() -> None:
    about = squash_backward.own_forward[0]
    both = replace(squash_backward, own_forward=(replace(about, exercise="A99.other"), about))
    assert told(both, SIN, {**of(torch.tanh, "A99.other"), **of(torch.sin)}) == FITS
    assert told(both, SIN, of(torch.sin)) == FITS


def test_a_run_that_fails_in_another_way_silences_it() -> None:
    def half(grad_out: Tensor, x: Tensor) -> Tensor:
        if len(x) == 11 and x.dtype == torch.float64:
            raise ValueError
        return grad_out * x.cos()

    assert told(squash_backward, half, of(torch.sin)) is None


def test_a_run_that_passes_must_fit_as_well() -> None:
    right = lambda grad_out, x: grad_out / (1 + x.abs()) ** 2
    big_only = lambda grad_out, x: SIN(grad_out, x) if len(x) > 3 else right(grad_out, x)
    assert told(squash_backward, big_only, of(torch.sin)) is None
    forward = lambda x: x.sin() if len(x) > 3 else x / (1 + x.abs())
    assert told(squash_backward, big_only, of(forward)) == FITS
    constant = lambda x: x.sin() if len(x) > 3 else 0 * x
    assert told(squash_backward, big_only, of(constant)) is None


def test_of_the_runs_that_pass_only_the_smallest_is_asked() -> None:
    right = lambda grad_out, x: grad_out / (1 + x.abs()) ** 2
    log: list[Any] = []
    forward = lambda x: x.sin() if len(x) == 3 else x / (1 + x.abs())
    small_only = lambda grad_out, x: SIN(grad_out, x) if len(x) == 3 else right(grad_out, x)
    assert told(squash_backward, small_only, {"A99.squash": WrongForward(asking(forward, log))}) == FITS
    assert {len(args[0]) for args in log} == {3, 5}  # each costs two calls an entry


def test_one_run_of_another_dtype_silences_it() -> None:
    half = lambda grad_out, x: SIN(grad_out, x).float() if len(x) == 11 else SIN(grad_out, x)
    assert told(squash_backward, half, of(torch.sin)) is None


@pytest.mark.parametrize(
    ("size", "off", "told_so"),
    [
        (1.0, 1e-4, False),
        (1.0, 1e-2, True),
        (1000.0, 1e-4, False),
        (1000.0, 1e-2, True),
        (1e-2, 1e-4, False),
        (1e-2, 0.1, True),
        (1e-6, 1.0, False),  # as small as the noise of a forward in float32
    ],
)
def test_it_is_told_of_what_is_clearly_wrong(size: float, off: float, told_so: bool) -> None:
    sized = replace(squash_backward, reference=vjp(lambda x: size * x / (1 + x.abs()), wrt=("x",)), scale=None)
    backward = lambda grad_out, x: (1 + off) * size * grad_out / (1 + x.abs()) ** 2
    found = told(sized, backward, of(lambda x: (1 + off) * size * x / (1 + x.abs())))
    assert found == (FITS if told_so else None)


def test_a_part_without_entries_fits_whatever_the_others_are() -> None:
    @NewAssignment("A99", "a99_probe").exercise(points=1)
    class shifted_backward:
        """g, Σg"""

        reference = vjp(lambda x, b: x + b.sum(), wrt=("x", "b"))
        own_forward = "A99.squash"
        wrt = ("x", "b")

        def cases(draw: Draw):
            for n in (7, 3, 5):
                yield case(draw.normal(n), draw.normal(n), torch.zeros(0))

    twice = lambda grad_out, x, b: (2 * grad_out, grad_out.sum().expand_as(b))
    assert told(shifted_backward, twice, of(lambda x, b: 2 * x + b.sum())) == FITS


@pytest.mark.parametrize("size", [1e-5, 1.0, 1000.0])
def test_it_agrees_relative_to_its_own_size(size: float) -> None:
    forward = of(lambda x: size * x.sin())
    assert told(squash_backward, lambda grad_out, x: size * SIN(grad_out, x), forward) == FITS
    assert told(squash_backward, lambda grad_out, x: size * SIN(grad_out, x) * (1 + 5e-7), forward) == FITS
    assert told(squash_backward, lambda grad_out, x: size * SIN(grad_out, x) * (1 + 1e-3), forward) is None


def test_any_slope_at_a_kink_but_not_where_the_right_one_fits_too() -> None:
    @NewAssignment("A99", "a99_probe").exercise(points=1)
    class relu_backward:
        """g · 1[x > 0]"""

        reference = vjp(lambda x: torch.relu(x), wrt=("x",))
        own_forward = "A99.squash"
        wrt = ("x",)

        def cases(draw: Draw):
            for n in (7, 3, 5):
                yield case(draw.normal(n), torch.cat([T(0.0), draw.normal(n - 1).abs() + 1]))

    one = lambda grad_out, x: grad_out * (x >= 0)
    assert told(relu_backward, one, of(torch.relu)) is None  # torch's slope fits that forward too
    twice = lambda x: 2 * torch.relu(x)
    for at_kink in (0.0, 0.7, 2.0):
        slope = lambda grad_out, x: grad_out * torch.where(x > 0, 2.0, at_kink).to(x)  # noqa: B023
        assert told(relu_backward, slope, of(twice)) == FITS
    for at_kink in (-0.1, 2.1):
        slope = lambda grad_out, x: grad_out * torch.where(x > 0, 2.0, at_kink).to(x)  # noqa: B023
        assert told(relu_backward, slope, of(twice)) is None


def test_a_backward_that_works_on_a_cache_gets_the_one_its_forward_leaves() -> None:
    sigmoid = of(torch.sigmoid, "A99.tanh")
    fits = Diagnosis("own_forward", "own_forward", Message("judge", "own_forward.consistent", {"forward": "A99.tanh"}))
    slope = lambda grad_out, out: grad_out * out * (1 - out)
    assert told(tanh_backward, slope, sigmoid) == fits
    assert told(tanh_backward, slope, sigmoid, traced=False) is None
    assert told(tanh_backward, lambda grad_out, out: grad_out * out, sigmoid) is None

    def refuses(grad_out: Tensor, out: Tensor) -> Tensor:
        if len(out) == 5 and bool((out > 0).all()):  # only the sigmoid leaves that
            raise ValueError
        return grad_out * out * (1 - out)

    assert told(tanh_backward, refuses, sigmoid) is None

    def of_another_shape(grad_out: Tensor, out: Tensor) -> Tensor:
        answer = grad_out * out * (1 - out)
        return answer[None] if len(out) == 5 and bool((out > 0).all()) else answer

    assert told(tanh_backward, of_another_shape, sigmoid) is None
    assert told(tanh_backward, slope, of(lambda x: "a", "A99.tanh")) is None


def test_a_page_says_what_is_differentiated() -> None:
    page = type("f", (), {"reference": lambda grad_out, x: x, "cases": lambda draw: (), "own_forward": "A99.g"})
    with pytest.raises(PageError, match="wrt"):
        NewAssignment("A99", "a99_probe").exercise(points=1)(page)

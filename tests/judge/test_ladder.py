"""Small, plain cases: distinct small integers, sizes that shrink together, the right answer still right."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
import torch

from grader.author import Draw, NewAssignment, case, corner, seen
from grader.judge.ladder import MOST_RUNS, PlainDraw, ladder
from grader.model.exercise import Case, Exercise

INTEGERS = [1, 2, -1, 3, -2, 5, -3, 4, -6, 7, -8, 9, -10, 11]


def test_numbers_are_small_distinct_and_of_both_signs() -> None:
    assert PlainDraw((14,)).normal(14, scale=9.0).tolist() == INTEGERS
    draw = PlainDraw(())
    assert [float(draw.normal()) for _ in range(3)] == [1.0, 2.0, -1.0]
    assert draw.normal(2).dtype == torch.float64


def test_a_size_always_stands_for_the_same_small_one() -> None:
    draw = PlainDraw((2, 3, 9))
    assert tuple(draw.normal(7, 5).shape) == (2, 3)
    assert tuple(draw.normal(5, 7, 7).shape) == (3, 2, 2)
    assert draw.size(4) == 4  # never larger than asked
    assert draw.size(11) == 11  # no small sizes are left
    assert [draw.size(n) for n in (7, 5, 4, 11)] == [2, 3, 4, 11]
    assert draw.uniform(0, 1, 7).shape == (2,)
    assert draw.signs(5).tolist() == [1.0, -1.0, 1.0]
    assert draw.permutation(5).tolist() == [2, 1, 0]
    assert draw.permutation(5).dtype == torch.int64


def test_uniform_numbers_lie_in_their_range() -> None:
    draw = PlainDraw((9,))
    assert draw.uniform(0.0, 1.0, 9).tolist() == [0.25, 0.75, 0.5, 0.875, 0.125, 0.625, 0.25, 0.75, 0.5]
    assert PlainDraw((4,)).uniform(-2.5, 3.5, 4).tolist() == [1.0, 2.0, -1.0, 3.0]
    # neither the lower bound nor 0, and the upper bound is outside
    assert PlainDraw((4,)).uniform(1.0, 4.0, 4).tolist() == [2.0, 3.0, 1.75, 3.25]
    assert PlainDraw((2,)).uniform(-1.0, 2.0, 2).tolist() == [1.0, -0.25]
    assert PlainDraw((1,)).uniform(2.0, 4.0, 1).tolist() == [3.0]
    assert PlainDraw((2,)).uniform(10.0, 20.0, 2).tolist() == [12.5, 11.0]  # twelve tries, then fractions
    assert PlainDraw((1,)).uniform(-10.5, -9.5, 1).tolist() == [-10.25]  # the thirteenth number would have been one
    assert PlainDraw(()).number(0.0, 0.5) == 0.125
    assert isinstance(PlainDraw(()).number(0.0, 0.5), float)


def test_integers_and_labels_fit_the_shrunk_sizes() -> None:
    draw = PlainDraw((2, 3, 4))
    assert draw.integers(0, 5, 7).tolist() == [0, 1]  # 7 shrank to 2
    draw.normal(5)
    assert draw.integers(0, 5, 4).tolist() == [0, 1, 2, 0]  # 5 shrank to 3, 4 stayed
    assert draw.integers(2, 5, 4).tolist() == [2, 2, 2, 2]
    assert draw.integers(1, 11, 4).tolist() == [1, 2, 3, 4]
    assert draw.integers(0, 5, 4).dtype == torch.int64


def test_labels_never_name_the_last_class() -> None:
    draw = PlainDraw((3, 4))
    assert draw.labels(7, 5).tolist() == [0, 1, 0, 1]  # classes shrank to 3 first, then 7 to 4
    one = PlainDraw((1, 2))
    assert one.labels(7, 5).tolist() == [0, 0]


PAGE = NewAssignment("A99", "a99_probe")


def exercise(cases: Callable[..., Any], reference: Callable[..., Any] = lambda x: 2 * x) -> Exercise:
    page = type("probe", (), {"reference": staticmethod(reference), "cases": staticmethod(cases), "__doc__": "2x"})
    return NewAssignment("A99", "a99_probe").exercise(points=1)(page)


def matrices(draw: Draw) -> Any:
    yield seen(torch.tensor([1.0]))
    yield corner(torch.tensor([9.0]), why="extreme")
    yield Case((torch.tensor([1.0]),), raises="ValueError")
    yield case(draw.normal(7, 5))
    yield case(draw.normal(3, 11))


def test_the_first_ordinary_case_on_every_rung_smallest_first() -> None:
    runs = ladder(exercise(matrices))
    assert [tuple(run.args[0].shape) for run in runs] == [(1, 1), (1, 2), (2, 1), (2, 3), (3, 2)]
    assert [run.number for run in runs] == [1, 2, 3, 4, 5]
    assert runs[3].args[0].tolist() == [[1.0, 2.0, -1.0], [3.0, -2.0, 5.0]]
    assert {run.dtype for run in runs} == {"float64"}
    assert all(run.expected.value.equal(2 * run.args[0]) for run in runs)


def test_integers_keep_their_dtype() -> None:
    def labels(draw: Draw) -> Any:
        yield case(draw.labels(7, 5))

    assert {run.dtype for run in ladder(exercise(labels))} == {"as_is"}

    def floats_as_they_are(draw: Draw) -> Any:
        yield case(draw.normal(7).float(), dtypes=("as_is",))

    assert {run.dtype for run in ladder(exercise(floats_as_they_are))} == {"as_is"}

    def inside(draw: Draw) -> Any:
        yield case([draw.normal(7)])

    assert {run.dtype for run in ladder(exercise(inside, lambda xs: xs[0]))} == {"float64"}


@pytest.mark.parametrize("error", [RuntimeError, ValueError, IndexError, TypeError, ZeroDivisionError, KeyError])
def test_a_rung_that_does_not_fit_is_left_out(error: type[Exception]) -> None:
    def fixed(draw: Draw) -> Any:
        x = draw.normal(7, 5)
        if x.shape[0] < 3:
            raise error("sizes that the page fixed by hand")
        yield case(x)

    assert [tuple(run.args[0].shape) for run in ladder(exercise(fixed))] == [(3, 2)]


def test_no_ordinary_case_no_rung() -> None:
    def edges(draw: Draw) -> Any:
        yield corner(draw.normal(7), why="extreme")

    assert ladder(exercise(edges)) == ()


def test_a_right_answer_of_nan_has_left_the_contract() -> None:
    def spread(draw: Draw) -> Any:
        yield case(draw.normal(7, 5))

    runs = ladder(exercise(spread, lambda x: x / (x.shape[0] - 1)))
    assert [tuple(run.args[0].shape) for run in runs] == [(2, 1), (2, 3), (3, 2)]
    assert all(math.isfinite(v) for run in runs for v in run.expected.value.flatten().tolist())
    runs = ladder(exercise(spread, lambda x: (x, x / (x.shape[0] - 1))))
    assert [tuple(run.args[0].shape) for run in runs] == [(2, 1), (2, 3), (3, 2)]
    assert len(ladder(exercise(spread, lambda x: x.shape[0]))) == 5


def test_what_the_page_warns_of_is_not_said() -> None:
    import warnings

    def loud(draw: Draw) -> Any:
        warnings.warn("a page's own", stacklevel=1)
        yield case(draw.normal(7))

    assert len(ladder(exercise(loud))) == 5
    assert MOST_RUNS >= 5

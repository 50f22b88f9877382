"""Each relation predicts what it says, and only where it has a meaning."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor

from grader.judge.diagnosis import relations
from tests.judge.parts import numbers as T
from tests.judge.parts import part


def shown(value: Tensor | None) -> Any:
    return None if value is None else value.tolist()


MATRIX = [[1.0, 4.0], [0.0, 9.0], [2.5, -1.0]]
COLUMN = [[1.0], [2.0]]


@pytest.mark.parametrize(
    ("name", "want", "expected"),
    [
        ("transposed", MATRIX, [[1.0, 0.0, 2.5], [4.0, 9.0, -1.0]]),
        ("transposed", [1.0, 2.0], None),
        ("extra_axis", [1.0, 2.0], COLUMN),
        ("extra_axis", [[1.0, 2.0]], [COLUMN]),
        ("extra_first_axis", [1.0, 2.0], [[1.0, 2.0]]),
        ("missing_axis", COLUMN, [1.0, 2.0]),
        ("missing_axis", [[1.0, 2.0]], [[1.0, 2.0]]),
        ("missing_axis", [COLUMN, COLUMN], [[1.0, 2.0], [1.0, 2.0]]),
        ("missing_axis", 1.0, None),
        ("missing_first_axis", [[1.0, 2.0]], [1.0, 2.0]),
        ("missing_first_axis", COLUMN, COLUMN),
        ("missing_first_axis", 1.0, None),
        ("squeezed", [[[1.0], [2.0]]], [1.0, 2.0]),
        ("flattened", [[1.0, 2.0], [3.0, 4.0]], [1.0, 2.0, 3.0, 4.0]),
        ("averaged", [1.0, 2.0, 6.0], 3.0),
        ("averaged", 1.0, None),
        ("summed", [1.0, 2.0, 6.0], 9.0),
        ("summed", 1.0, None),
        ("summed_over_rows", MATRIX, [3.5, 12.0]),
        ("summed_over_rows", [1.0, 2.0], None),
        ("root", [4.0, 9.0], [2.0, 3.0]),
        ("squared", [-2.0, 3.0], [4.0, 9.0]),
        ("exponential", [0.0], [1.0]),
        ("logarithm", [1.0], [0.0]),
        ("one_minus", [0.25], [0.75]),
        ("reciprocal", [4.0], [0.25]),
        ("absolute", [-2.0], [2.0]),
        ("sigmoid_again", [0.0], [0.5]),
        ("tanh_again", [0.0], [0.0]),
        ("softmax_again", [[1.0, 1.0]], [[0.5, 0.5]]),
        ("softmax_again", 1.0, None),
        ("rounded", [1.6], [2.0]),
        ("truncated", [1.6], [1.0]),
        ("zeros", [3.0], [0.0]),
        ("ones", [3.0], [1.0]),
    ],
)
def test_a_function_of_the_right_answer(name: str, want: Any, expected: Any) -> None:
    assert shown(relations.of(relations.FUNCTIONS[name])(part(want))) == expected


def test_flipped_along_an_axis_that_is_there() -> None:
    assert shown(relations.flipped(0)(part(MATRIX))) == MATRIX[::-1]
    assert shown(relations.flipped(1)(part(MATRIX))) == [row[::-1] for row in MATRIX]
    assert relations.flipped(1)(part([1.0, 2.0])) is None
    assert relations.flipped(0)(part(1.0)) is None
    assert relations.flipped(0)(part(torch.zeros(0))) is None
    assert shown(relations.flipped(0)(part([5.0]))) == [5.0]


def test_factors_and_offsets() -> None:
    assert shown(relations.times(-0.5)(part([2.0, 4.0]))) == [-1.0, -2.0]
    assert shown(relations.plus(0.5)(part([2.0]))) == [2.5]


@pytest.mark.parametrize(
    ("name", "factor"),
    [
        ("ratio_n", 4.0), ("ratio_1_n", 0.25), ("ratio_n_half", 2.0), ("ratio_2_n", 0.5), ("ratio_minus_n", -4.0),
        ("ratio_minus_1_n", -0.25), ("ratio_n_minus_1", 4 / 3), ("ratio_root_n", 2.0), ("ratio_1_root_n", 0.5),
        ("ratio_n_squared", 16.0),
    ],
)  # fmt: skip
def test_a_factor_by_size(name: str, factor: float) -> None:
    predict = relations.times_size("n", relations.SIZE_FACTORS[name])
    assert shown(predict(part([1.0, 10.0], n=4))) == [factor, 10 * factor]
    assert predict(part([1.0], n=0)) is None
    assert predict(part([1.0], n="four")) is None
    if name == "ratio_n_minus_1":
        assert shown(predict(part([1.0], 7.0, n=1))) == 7.0  # one sample says nothing


def test_divided_by_the_one_size_where_the_other_belongs() -> None:
    predict = relations.times_sizes("n", "x.shape[1]")
    example = lambda *want, **args: part(list(want), x=X, **args)
    assert shown(predict(example(6.0, 9.0, n=4))) == [8.0, 12.0]
    assert predict(example(6.0)) is None
    assert predict(example(6.0, n=0)) is None
    assert predict(part([6.0], n=4)) is None
    assert predict(part([6.0], x=torch.zeros(2, 0), n=4)) is None
    assert predict(example(4.0, 4.0, n=4)) is None  # it is that size
    assert shown(predict(example(4.0, 8.0, n=4))) == [16 / 3, 32 / 3]


X = torch.zeros(2, 3)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("x.shape[0]", 2), ("x.shape[1]", 3), ("x.shape[2]", None), ("x.numel()", 6), ("x", 2), ("len(hs)", 4),
        ("n", 5), ("flag", None), ("lr", None), ("nothing", None), ("kind", None), ("len(pair)", 2),
    ],
)  # fmt: skip
def test_the_value_of_a_size(name: str, value: int | None) -> None:
    example = part([1.0], x=X, hs=[1, 2, 3, 4], pair=(1, 2), n=5, flag=True, lr=0.5, kind="sgd")
    assert relations.size_of(example, name) == value


@pytest.mark.parametrize(("dim", "value"), [(0, 2), (1, 3), (-1, 3), (-2, 2), (2, None), (-3, None)])
def test_the_size_along_an_axis_that_is_an_argument(dim: int, value: int | None) -> None:
    assert relations.size_of(part([1.0], x=X, dim=dim), "x.shape[dim]") == value
    names = relations.sizes([part([1.0], x=X, dim=1), part([1.0], x=torch.zeros(2, 4), dim=1)])
    assert names == ["x.shape[1]", "x.numel()", "x.shape[dim]"]


def test_sizes_are_those_that_vary() -> None:
    one = part([1.0], x=torch.zeros(2, 3), v=torch.zeros(4), hs=[1], n=5, same=7, flag=True, lr=0.5)
    two = part([1.0], x=torch.zeros(3, 3), v=torch.zeros(5), hs=[1, 2], n=6, same=7, flag=False, lr=0.7)
    assert relations.sizes([one, two]) == ["x.shape[0]", "x.numel()", "v.shape[0]", "len(hs)", "n"]
    assert relations.sizes([one, one]) == []
    # a size that is not there in some run needs two others
    flat = part([1.0], x=torch.zeros(2), v=torch.zeros(4), hs=[1], n=5, same=7)
    assert "x.shape[1]" not in relations.sizes([one, flat])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("extra_factor", [6.0, 20.0]),
        ("missing_term", [1.0, 1.0]),
        ("extra_term", [5.0, 9.0]),
        ("minus_argument", [-2.0, -4.0]),
    ],
)
def test_with_an_argument(name: str, expected: list[float]) -> None:
    predict = relations.WITH_ARGUMENT[name]("a")
    assert shown(predict(part([3.0, 5.0], a=T(2.0, 4.0)))) == expected
    assert predict(part([3.0, 5.0], b=T(2.0, 4.0))) is None
    if name != "minus_argument":
        assert predict(part([3.0, 5.0], a=T(1.0, 2.0, 3.0))) is None


def test_an_answer_that_is_an_argument() -> None:
    assert shown(relations.argument("a")(part([1.0], a=torch.tensor([3])))) == [3.0]
    assert relations.argument("a")(part([1.0], a="sgd")) is None
    assert relations.argument("b")(part([1.0], a=1.0)) is None


def test_a_missing_factor_is_compared_where_it_holds_zeros() -> None:
    predict = relations.missing_factor("a")
    assert shown(predict(part([6.0, 0.0], [3.0, 7.0], a=T(2.0, 0.0)))) == [3.0, 7.0]
    assert predict(part([6.0, 0.0], [3.1, 7.0], a=T(2.0, 0.0))) is None
    assert shown(predict(part([6.0], [3.0], a=2.0))) == [3.0]
    assert predict(part([6.0], [3.0], a=T())) is None
    assert predict(part([6.0], [3.0], b=2.0)) is None
    assert predict(part([6.0, 6.0], [3.0, 3.0], a=T(2.0, 2.0, 2.0))) is None
    assert predict(part([6.0], [3.0], a=T(2.0, 2.0))) is None  # another shape
    assert predict(part([6.0, 6.0], 3.0, a=T(2.0, 2.0))) is None
    assert shown(predict(part(torch.zeros(0), torch.zeros(0), a=2.0))) == []
    # as closely as twenty roundings
    assert predict(part([100.0, 7.0], [50.0 * (1 + 1.95e-9), 3.5], a=T(2.0, 2.0))) is not None
    assert predict(part([100.0, 7.0], [50.0 * (1 + 2.05e-9), 3.5], a=T(2.0, 2.0))) is None


@pytest.mark.parametrize(
    ("name", "got", "want"),
    [
        ("not_averaged", [1.0, 3.0], 2.0),
        ("not_summed", [1.0, 3.0], 4.0),
        ("not_averaged_over_rows", [[1.0, 3.0], [3.0, 5.0]], [2.0, 4.0]),
        ("not_summed_over_rows", [[1.0, 3.0], [3.0, 5.0]], [4.0, 8.0]),
    ],
)
def test_a_reduction_that_is_missing(name: str, got: Any, want: Any) -> None:
    predict = relations.unreduced(relations.REDUCTIONS[name])
    assert shown(predict(part(want, got))) == got
    worse = torch.tensor(want, dtype=torch.float64) + 1e-3
    assert predict(part(worse, got)) is None
    assert predict(part(torch.zeros_like(torch.tensor(got)), got)) is None
    near, far = (torch.tensor(want, dtype=torch.float64) * (1 + by) for by in (1.95e-9, 2.05e-9))
    assert shown(predict(part(near, got))) == got
    assert predict(part(far, got)) is None
    assert shown(predict(replace(part(worse, got), tolerance=torch.full_like(worse, 2e-3)))) == got


def test_nothing_to_reduce() -> None:
    for name in ("not_averaged", "not_summed"):
        predict = relations.unreduced(relations.REDUCTIONS[name])
        assert predict(part(2.0, [2.0])) is None
        assert predict(part(2.0, 2.0)) is None


def test_axes_of_size_one_too_many() -> None:
    assert shown(relations.extra_axes(part([1.0, 2.0], [COLUMN]))) == [COLUMN]
    assert shown(relations.extra_axes(part(3.0, [[7.0]]))) == [[3.0]]
    assert shown(relations.extra_axes(part([[1.0], [2.0]], [[[7.0], [8.0]]]))) == [COLUMN]
    assert relations.extra_axes(part(COLUMN, [1.0, 2.0])) is None
    assert relations.extra_axes(part([1.0, 2.0], [1.0, 2.0])) is None
    assert relations.extra_axes(part(COLUMN, [[1.0, 2.0]])) is None
    assert relations.extra_axes(part([1.0, 2.0], [[1.0, 2.0], [3.0, 4.0]])) is None
    assert relations.extra_axes(part([1.0, 2.0], [[1.0, 2.0, 3.0]])) is None
    assert relations.extra_axes(part([1.0], [[1.0, 2.0]])) is None


def test_a_ratio_or_an_offset_that_is_the_same_everywhere() -> None:
    ratio, offset = relations.common_ratio, relations.common_offset
    one, two = part([1.0, 4.0], [0.0, 2.8]), part([[10.0], [-20.0]], [[7.0], [-14.0]])
    assert ratio([one, two]) == pytest.approx(0.7)
    assert ratio([one, part([1.0], [0.71])]) is None
    assert ratio([one, part([1.0], [0.7 * (1 + 5e-6)])]) == pytest.approx(0.7, abs=1e-5)
    assert ratio([one, part([1.0], [0.7 * (1 + 2e-5)])]) is None
    assert ratio([part([1.0], [1.0])]) is None
    assert ratio([part([1.0], [0.0])]) is None
    assert ratio([part([0.0], [1.0])]) is None
    assert ratio([part([1.0], [[0.7]])]) is None
    assert ratio([part(torch.zeros(0), torch.zeros(0))]) is None
    assert offset([part([1.0, 2.0], [1.5, 9.0]), part([3.0], [3.5])]) == 0.5
    assert offset([part([1.0], [2.0])]) == 1.0
    assert offset([part([0.0], [1e5]), part([0.0], [100001.0])]) == 1e5
    assert offset([part([1.0], [1.0])]) is None
    assert offset([part([1.0], [1.5]), part([1.0], [1.4])]) is None
    assert offset([part([1.0], [math.inf])]) is None
    # the most precise run says the number
    rough = part([1.0], [1.5000001], "float32")
    assert offset([rough, part([1.0], [1.5])]) == 0.5
    assert offset([part([1.0], [1.5]), rough]) == 0.5

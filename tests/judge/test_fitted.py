"""Relations whose number is read off the answer: cut, rounded, moved, scaled, or both."""

from __future__ import annotations

import math
from typing import Any

import pytest
import torch

from grader.judge.diagnosis.evidence import Part
from grader.judge.diagnosis.fitted import fitted
from tests.judge.parts import numbers, part


def told(*wrong: Part) -> list[tuple[str, Any]]:
    """What is tried, without the roundings, which always are."""
    return [(name, params) for name, params, _ in fitted(wrong) if name != "rounded_digits"]


def predicted(name: str, *wrong: Part, at: Part | None = None) -> Any:
    (predict,) = [predict for kind, _, predict in fitted(wrong) if kind == name]
    guess = predict(at or wrong[0])
    return None if guess is None else guess.tolist()


def test_the_plainest_first() -> None:
    # half a unit more, and half as much again: with one number both are true
    found = [(name, params) for name, params, _ in fitted([part([2.0], [3.0])])]
    assert found == [
        ("clamped", {"range": "≥ 3"}),
        *(("rounded_digits", {"digits": digits}) for digits in range(1, 9)),
        ("offset", {"offset": "1"}),
        ("ratio", {"ratio": "1.5"}),
    ]


def test_nothing_to_read_off() -> None:
    assert list(fitted([part([1.0, 2.0], [[1.0, 2.0]])])) == []
    assert list(fitted([part(torch.zeros(0), torch.zeros(0))])) == []
    assert list(fitted([part([1.0, 2.0], [2.0, 3.0]), part([1.0], [[1.0]])])) == []


@pytest.mark.parametrize(
    ("want", "got", "told_range"),
    [
        ([-2.0, -1.0, 0.5, 3.0], [0.0, 0.0, 0.5, 3.0], "≥ 0"),
        ([-2.0, -1.0, 0.5, 3.0], [-2.0, -1.0, 0.5, 1.0], "≤ 1"),
        ([-2.0, -1.0, 0.5, 3.0], [-1.5, -1.0, 0.5, 1.0], "-1.5 … 1"),
        ([-2.0, -1.0, 0.5, 3.0], [-1 / 3, -1 / 3, 0.5, 3.0], "≥ -0.333333"),
        ([-2.0, 3.0], [-2.0, -0.0], "≤ 0"),
        ([-2.0, 0.0, 3.0], [-1.0, 0.0, 3.0], "≥ -1"),
        ([-2.0, 0.0, 3.0], [-2.0, 0.0, 1.0], "≤ 1"),
        ([-2.0, 3.0], [-0.0, 3.0], "≥ 0"),
    ],
)
def test_a_cut_is_told_with_its_ends(want: Any, got: Any, told_range: str) -> None:
    assert ("clamped", {"range": told_range}) in told(part(want, got))
    assert predicted("clamped", part(want, got)) == got


@pytest.mark.parametrize(
    ("want", "got"),
    [
        ([-2.0, -1.0, 3.0], [0.0, 0.1, 3.0]),  # two smallest ones
        ([-2.0, 1.0, 3.0], [-2.0, 0.9, 2.0]),  # two largest ones
        ([-2.0, 3.0], [-2.0, 3.0]),  # all as it should be
        ([-2.0, 3.0], [-2.0, 3.0 * (1 + 5e-11)]),  # or nearly
    ],
)
def test_no_cut(want: Any, got: Any) -> None:
    assert "clamped" not in dict(told(part(want, got)))


def test_a_cut_holds_for_every_run() -> None:
    runs = part([-2.0, 3.0], [-1.0, 3.0]), part([-5.0, 4.0], [-1.0, 2.0])
    assert ("clamped", {"range": "-1 … 2"}) in told(*runs)
    assert predicted("clamped", *runs, at=part([-9.0, 0.5, 9.0])) == [-1.0, 0.5, 2.0]
    # of which the most precise say the number
    rough = part([-9.0, 1.0], [-1.0000001, 1.0], "float32")
    assert ("clamped", {"range": "≥ -1"}) in told(rough, part([-5.0, 1.0], [-1.0, 1.0]))


def predict(digits: int) -> Any:
    (found,) = [p for _, params, p in fitted([part([1 / 3], [0.3])]) if params == {"digits": digits}]
    return found


def tried(wrong: Any) -> list[Any]:
    return [params["digits"] for name, params, _ in fitted(wrong) if name == "rounded_digits"]


def roundings(want: Any, got: Any) -> list[Any]:
    answer = part(want, got)
    return [digits for digits in tried([answer]) if predict(digits)(answer) is not None]


def test_so_many_decimals() -> None:
    third = 1 / 3
    assert roundings([third, 2 * third], [0.3, 0.7]) == [1]
    assert roundings([third, 2 * third], [0.333, 0.667]) == [3]
    assert roundings([third, 2 * third], [0.33333333, 0.66666667]) == [8]
    assert roundings([third, 2 * third], [0.333, 0.666]) == []  # cut off, not rounded
    assert roundings([third, 2 * third], [0.333, 0.67]) == []
    assert roundings([third, 2 * third], [0.333, 0.6668]) == []
    assert roundings([0.25], [0.3]) == [1]  # the half goes either way
    assert roundings([0.25], [0.2]) == [1]


def test_what_its_type_cannot_hold_is_no_rounding() -> None:
    third = torch.tensor([1 / 3, 2 / 3], dtype=torch.float64)
    exact, single = third.float().double(), (third * 1e4).round() / 1e4
    assert roundings(third, third + 1e-9) == []  # close to the right answer, and not one of eight decimals
    assert roundings(third, exact) == []
    assert roundings(third, single.float().double()) == [4]
    assert tried([part(third, exact)]) == [1, 2, 3, 4, 5]
    assert tried([part(1e3 * third, (1e3 * exact).float().double())]) == [1, 2]
    assert tried([part(third, third + 1e-9)]) == list(range(1, 9))
    assert tried([part(third, exact), part(third, third + 1e-9)]) == list(range(1, 9))
    # a run in which nothing can be seen of the seventh decimal does not deny it
    assert predict(7)(part(third, exact, "float32")) is not None
    assert predict(3)(part(third, exact, "float32")) is None
    assert predict(7)(part(third, exact + 1e-7, "float32")) is None


def test_a_rounded_answer_predicts_itself() -> None:
    assert predict(1)(part([[0.123]], [[0.1]])).tolist() == [[0.1]]
    assert predict(1)(part([0.123, 0.4], [0.1, 0.41])) is None
    assert predict(1)(part([0.3], [0.3 + 0.9e-4])) is not None
    assert predict(1)(part([0.3], [0.3 + 1.2e-4])) is None


def test_moved_or_scaled_in_every_run() -> None:
    moved = part([1.0, 2.0], [1.25, 2.25]), part([7.0], [7.25])
    assert ("offset", {"offset": "0.25"}) in told(*moved)
    assert predicted("offset", *moved, at=part([[4.0]])) == [[4.25]]
    scaled = part([1.0, 2.0], [0.7, 1.4]), part([-7.0], [-4.9])
    assert ("ratio", {"ratio": "0.7"}) in told(*scaled)
    assert predicted("ratio", *scaled, at=part([[10.0]])) == [[7.0]]
    third = torch.tensor([1 / 3, 2 / 3], dtype=torch.float64)
    assert ("offset", {"offset": "0.25"}) in told(part(third, (third + 0.25).float().double()))  # of few decimals known
    assert {"offset", "ratio"}.isdisjoint(dict(told(part([1.0, 5.0], [2.0, 5.0]), part([1.0, 5.0], [1.0, 3.0]))))
    thirds = part([1.0, 2.0], [4 / 3, 7 / 3]), part([2.0], [8 / 3])
    assert told(thirds[0])[0] == ("offset", {"offset": "0.333333"})
    assert ("ratio", {"ratio": "1.33333"}) in told(thirds[1])


def test_a_factor_that_reads_as_1_is_not_told() -> None:
    assert "ratio" not in dict(told(part([2.0, -3.0], [2.0 * (1 + 1e-8), -3.0 * (1 + 1e-8)])))
    assert "ratio" in dict(told(part([2.0, -3.0], [2.0 * (1 + 1e-5), -3.0 * (1 + 1e-5)])))


def test_a_line() -> None:
    want = torch.tensor([3.0, -1.0, 2.0], dtype=torch.float64)
    runs = part(want, 1.5 * want - 0.25), part(2 * want, 3 * want - 0.25)
    assert told(*runs) == [("line", {"factor": "1.5", "offset": "-0.25"})]
    assert predicted("line", *runs, at=part([[10.0, 0.0]])) == [[14.75, -0.25]]
    thirds = part(want, want / 3 + 1 / 7), part(2 * want, 2 * want / 3 + 1 / 7)
    assert told(*thirds) == [("line", {"factor": "0.333333", "offset": "0.142857"})]
    # the most precise runs say the numbers
    rough = part(10 * want, 15.001 * want, "float32")
    assert told(rough, *runs) == [("line", {"factor": "1.5", "offset": "-0.25"})]


@pytest.mark.parametrize(
    ("want", "got"),
    [
        ([3.0, -1.0], [6.0, -2.0]),  # a factor alone
        ([3.0, -1.0], [6.0 + 0.9e-9, -2.0 + 0.9e-9]),
        ([3.0, -1.0], [5.0, 5.0]),  # nothing of the right answer is left
        ([2.0, 2.0], [5.0, 6.0]),  # one number gives no slope
        ([3.0, -1.0], [math.inf, 1.0]),
        ([3.0, -1.0], [1.0, math.nan]),
        ([math.inf, -1.0], [2.0, 1.0]),
    ],
)
def test_no_line(want: Any, got: Any) -> None:
    assert "line" not in dict(told(part(want, got)))


def test_a_multiple_of_an_argument_is_added() -> None:
    runs = part([1.0, 2.0], [1.02, 1.96], W=numbers(2.0, -4.0)), part([7.0], [7.05], W=numbers(5.0))
    assert ("extra_multiple", {"argument": "W", "factor": "0.01"}) in told(*runs)
    elsewhere = part([[1.0, 3.0]], W=numbers(100.0, -200.0).reshape(1, 2))
    assert predicted("extra_multiple", *runs, at=elsewhere)[0] == pytest.approx([2.0, 1.0])
    assert predicted("extra_multiple", *runs, at=part([1.0], W=numbers(1.0, 2.0))) is None


def test_any_argument_of_the_shape_may_be_the_one_that_is_added() -> None:
    found = part([1.0, 2.0], [1.02, 1.96], X=numbers(1.0), y=numbers(1.0, 1.0), W=numbers(2.0, -4.0))
    assert [params["argument"] for name, params in told(found) if name == "extra_multiple"] == ["y", "W"]


@pytest.mark.parametrize(
    ("got", "argument"),
    [
        ([1.0, 3.0], numbers(2.0, 1.0)),  # right where the argument is largest
        ([2.0, 3.0], numbers(0.0, 0.0)),
        ([2.0, 3.0], numbers(1.0)),
        ([2.0, 3.0], "sum"),
    ],
)
def test_no_multiple(got: Any, argument: Any) -> None:
    assert "extra_multiple" not in dict(told(part([1.0, 2.0], got, W=argument)))


def test_the_most_precise_run_says_how_many() -> None:
    rough = part([1.0], [1.1000001], "float32", W=numbers(1.0))
    assert ("extra_multiple", {"argument": "W", "factor": "0.1"}) in told(rough, part([1.0], [1.2], W=numbers(2.0)))

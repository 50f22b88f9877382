"""The right numbers in other places: along an axis, with other axes, read in another order, or anyhow."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from grader.judge.diagnosis.arrangements import arrangements
from tests.judge.parts import part

ROWS = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]


def predicted(name: str, want: Any, got: Any = 0.0, **params: Any) -> list[Any]:
    """What every candidate of this name and these parameters makes of the right answer, in their order."""
    found = [predict(part(want, got)) for kind, given, predict in arrangements() if (kind, given) == (name, params)]
    return [None if value is None else value.tolist() for value in found]


def test_the_plainest_first() -> None:
    along = lambda axis: [
        ("flipped", {"axis": axis}),
        ("shifted", {"axis": axis, "step": "+1"}),
        ("shifted", {"axis": axis, "step": "-1"}),
    ]
    axes = [("axes_exchanged", {}), ("reshaped", {})]
    assert [(name, params) for name, params, _ in arrangements()] == [
        *along(0), *along(1), ("reshaped", {}), *axes * 5, ("rearranged", {}),
    ]  # fmt: skip


def test_one_step_along_an_axis() -> None:
    assert predicted("shifted", ROWS, axis=1, step="+1") == [[[3.0, 1.0, 2.0], [6.0, 4.0, 5.0]]]
    assert predicted("shifted", ROWS, axis=1, step="-1") == [[[2.0, 3.0, 1.0], [5.0, 6.0, 4.0]]]
    assert predicted("shifted", ROWS, axis=0, step="+1") == [ROWS[::-1]]
    assert predicted("shifted", [1.0, 2.0, 4.0], axis=0, step="+1") == [[4.0, 1.0, 2.0]]
    assert predicted("shifted", [1.0, 2.0, 4.0], axis=0, step="-1") == [[2.0, 4.0, 1.0]]
    assert predicted("shifted", [3.0], axis=0, step="+1") == [[3.0]]


def test_backwards_along_an_axis() -> None:
    assert predicted("flipped", ROWS, axis=0) == [ROWS[::-1]]
    assert predicted("flipped", ROWS, axis=1) == [[row[::-1] for row in ROWS]]


@pytest.mark.parametrize("name", ["flipped", "shifted"])
def test_an_axis_that_is_not_there_or_holds_nothing(name: str) -> None:
    more = {"step": "+1"} if name == "shifted" else {}
    assert predicted(name, 1.0, axis=0, **more) == [None]
    assert predicted(name, [1.0, 2.0], axis=1, **more) == [None]
    assert predicted(name, torch.zeros(2, 0), axis=1, **more) == [None]


def test_other_axes() -> None:
    cube = torch.arange(24.0, dtype=torch.float64).reshape(2, 3, 4)
    orders = [(0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)]
    assert predicted("axes_exchanged", cube) == [cube.permute(order).tolist() for order in orders]
    assert predicted("axes_exchanged", ROWS) == [None] * 5


def test_the_shape_is_right_and_the_numbers_were_read_in_another_order() -> None:
    assert predicted("reshaped", ROWS) == [[[1.0, 4.0, 2.0], [5.0, 3.0, 6.0]], *[None] * 5]
    cube = torch.arange(24.0, dtype=torch.float64).reshape(2, 3, 4)
    found = predicted("reshaped", cube)
    assert found[0] is None
    assert found[1] == cube.mT.reshape(2, 3, 4).tolist()
    assert found[5] == cube.permute(2, 1, 0).reshape(2, 3, 4).tolist()
    assert predicted("reshaped", [1.0, 2.0]) == [None] * 6


@pytest.mark.parametrize(
    ("want", "got", "there"),
    [
        ([1.0, 2.0, 3.0, 4.0], [2.0, 1.0, 4.0, 3.0], True),
        ([1.0, 2.0, 3.0, 4.0], [1.0, 2.0, 3.0, 4.0], False),  # in their places
        ([1.0, 2.0, 3.0, 4.0], [2.0, 1.0, 4.0, 3.5], False),  # other numbers
        ([1.0, 2.0, 3.0, 3.0], [2.0, 1.0, 3.0, 3.0], False),  # of three numbers any order may be chance
        ([1.0, 2.0, 3.0, 4.0, 4.0], [4.0, 1.0, 4.0, 3.0, 2.0], True),
        ([1.0, 2.0, 3.0], [2.0, 3.0, 1.0], True),  # unless there are no more
        ([1.0, 2.0], [2.0, 1.0], True),
        ([1.0, 1.0], [1.0, 1.0], False),
        ([[1.0, 2.0], [3.0, 4.0]], [[4.0, 3.0], [2.0, 1.0]], True),
        ([[1.0, 2.0], [3.0, 4.0]], [4.0, 3.0, 2.0, 1.0], False),  # another shape
    ],
)
def test_exactly_the_right_numbers_anywhere(want: Any, got: Any, there: bool) -> None:
    assert predicted("rearranged", want, got) == [got if there else None]


def test_the_right_numbers_up_to_rounding() -> None:
    want = torch.tensor([1.0, 2.0, 3.0, 4.0], dtype=torch.float64)
    off = lambda values, by: torch.where(values == 4.0, values * (1 + by), values)
    near, far = off(want.flip(0), 1.95e-9), off(want.flip(0), 2.05e-9)  # twenty roundings
    assert predicted("rearranged", want, near) == [near.tolist()]
    assert predicted("rearranged", want, far) == [None]
    # what differs by as many is in its place
    assert predicted("rearranged", want, off(want, 1.95e-9)) == [None]
    pair = torch.tensor([1.0, 2.0, 4.0, 4.0 * (1 + 2.05e-9)], dtype=torch.float64)
    turned = pair[[0, 1, 3, 2]]
    assert predicted("rearranged", pair, turned) == [turned.tolist()]
    close = torch.tensor([1.0, 2.0, 3.0, 3.0 + 9e-10], dtype=torch.float64)
    assert predicted("rearranged", close, close[[0, 1, 3, 2]]) == [None]

"""The place that holds exactly the wrong entries, and silence where none does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor

from grader.judge.diagnosis.evidence import Part
from grader.judge.diagnosis.whereabouts import where
from grader.model.exercise import Case
from tests.judge.parts import StandIn, StandInRun


def part(wrong: Tensor, dtype: str = "float64", tolerance: Tensor | None = None, **args: Any) -> Part:
    """A right answer of 1, 2, 3, ... and one that is 0.5 too large where `wrong`."""
    want = torch.arange(1, wrong.numel() + 1, dtype=torch.float64).reshape(wrong.shape)
    return Part(StandIn(StandInRun(dtype)), "", want, want + 0.5 * wrong, args, tolerance)  # type: ignore[arg-type]


def told(*every: Part) -> Any:
    return where([p for p in every if not p.got.equal(p.want)], every)


def test_chosen_inputs_alone_tell_no_place() -> None:
    drawn = [part(x < 0, x=x) for x in rows(*SIZES)]
    chosen = [replace(p, judged=StandIn(StandInRun(case=Case((), kind="seen")))) for p in drawn]  # type: ignore[arg-type]
    assert told(*chosen) is None
    assert told(*chosen[:2], drawn[2]) == ("only_negatives", {"argument": "x"})
    assert told(drawn[0], *chosen[1:]) == ("only_negatives", {"argument": "x"})


def rows(*sizes: tuple[int, int]) -> list[Tensor]:
    """Numbers of both signs with zeros between them, none of them in a row or column of its own."""
    return [((torch.arange(n * d) * 7) % 5 - 2).reshape(n, d).double() for n, d in sizes]


SIZES = ((3, 5), (4, 3), (5, 4))


@pytest.mark.parametrize(
    ("name", "mask"),
    [
        ("only_zeros", lambda x: x == 0),
        ("only_negatives", lambda x: x < 0),
        ("only_positives", lambda x: x > 0),
        ("only_not_positive", lambda x: x <= 0),
    ],
)
def test_where_an_argument_is(name: str, mask: Any) -> None:
    every = [part(mask(x), x=x) for x in rows(*SIZES)]
    assert told(*every) == (name, {"argument": "x"})
    # a run in which nothing is wrong denies the place; one where the place is everywhere, or nowhere, says nothing
    assert told(*every[:2], part(torch.zeros(2, 2), x=torch.tensor([[0.0, 1.0], [-1.0, 1.0]]))) == (
        name,
        {"argument": "x"},
    )
    # one more wrong entry elsewhere and it is not the place
    x = rows((3, 5))[0]
    elsewhere = mask(x).clone()
    elsewhere.view(-1)[int((~elsewhere).flatten().int().argmax())] = True
    assert told(*every[1:], part(elsewhere, x=x)) is None
    # other names come first when they fit, and the name is told
    others = [part(mask(x), a=x + 9, b=x) for x in rows(*SIZES)]
    assert told(*others) == (name, {"argument": "b"})


def labelled(n: int, k: int, dtype: torch.dtype = torch.int64) -> tuple[Tensor, Tensor]:
    labels = torch.arange(n) * 2 % k
    mask = torch.zeros(n, k, dtype=torch.bool)
    mask[torch.arange(n), labels] = True
    return labels.to(dtype), mask


@pytest.mark.parametrize("dtype", [torch.int64, torch.int32, torch.uint8])
def test_in_the_column_of_the_label(dtype: torch.dtype) -> None:
    every = [labelled(n, k, dtype) for n, k in SIZES]
    assert told(*(part(mask, t=labels) for labels, mask in every)) == ("only_true_class", {"argument": "t"})
    assert told(*(part(~mask, t=labels) for labels, mask in every)) == ("only_other_classes", {"argument": "t"})


@pytest.mark.parametrize(
    "broken",
    [
        lambda labels: labels.double(),
        lambda labels: labels[:-1],
        lambda labels: labels - 1,
        lambda labels: labels + 2,
        lambda labels: labels > 0,
        lambda labels: labels.tolist(),
        lambda labels: labels[:, None],
        lambda labels: 3,
    ],
)
def test_what_is_no_label_has_no_column(broken: Any) -> None:
    every = [labelled(n, k) for n, k in SIZES]
    assert told(*(part(mask, t=broken(labels)) for labels, mask in every)) is None


def test_labels_for_some_of_the_rows_have_no_column() -> None:
    every = [labelled(n, k) for n, k in SIZES]
    for _, mask in every:
        mask[-1] = False
    assert told(*(part(mask, t=labels[:-1]) for labels, mask in every)) is None


def test_a_label_past_the_last_class_has_no_column() -> None:
    every = [labelled(n, k) for n, k in SIZES]
    for labels, mask in every:
        labels[0] = mask.shape[1]
    assert told(*(part(mask, t=labels) for labels, mask in every)) is None


def test_labels_of_a_vector_or_of_nothing_have_no_column() -> None:
    mask = torch.tensor([True, False, True])
    assert told(*(part(mask, t=torch.tensor([2, 1, 2])) for _ in range(3))) is None
    empty = part(torch.zeros(0, 3, dtype=torch.bool), t=torch.zeros(0, dtype=torch.int64))
    every = [part(mask, t=labels) for labels, mask in (labelled(3, 5), labelled(4, 3))]
    assert told(*every, empty) is None


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("only_last_row", (-1,)),
        ("only_first_row", (0,)),
        ("only_last_column", (slice(None), -1)),
        ("only_first_column", (slice(None), 0)),
    ],
)
def test_at_an_edge(name: str, index: Any) -> None:
    def edge(n: int, d: int) -> Tensor:
        mask = torch.zeros(n, d, dtype=torch.bool)
        mask[index] = True
        return mask

    assert told(*(part(edge(n, d)) for n, d in SIZES)) == (name, {})
    # a single row or column is everywhere: no proof, and no denial
    assert told(part(edge(3, 5)), part(edge(1, 1))) is None
    assert told(*(part(edge(n, d)) for n, d in (*SIZES[:2], (1, 1)))) == (name, {})


def test_an_edge_of_a_vector_is_a_row() -> None:
    last = [torch.tensor([False] * n + [True]) for n in (2, 4, 6)]
    assert told(*map(part, last)) == ("only_last_row", {})
    assert told(*(part(mask.flip(0)) for mask in last)) == ("only_first_row", {})
    assert told(*(part(torch.tensor(True)) for _ in range(3))) is None
    # an empty axis has no edge
    assert told(*map(part, last), part(torch.zeros(0, dtype=torch.bool))) is None


def test_two_telling_runs_and_half_of_the_wrong_ones() -> None:
    x, y, z = rows(*SIZES)
    wrong = [part(v < 0, x=v) for v in (x, y, z)]
    right = part(torch.zeros(2, 2), x=torch.ones(2, 2))
    assert told(wrong[0]) is None
    assert told(wrong[0], right) is None
    assert told(wrong[0], wrong[1]) == ("only_negatives", {"argument": "x"})
    # where only some of the negatives are wrong the place is allowed, but not proven
    some = torch.zeros(3, 5, dtype=torch.bool)
    some.view(-1)[int((x < 0).flatten().int().argmax())] = True
    partly = part(some, x=x)
    assert told(*wrong[1:], partly) == ("only_negatives", {"argument": "x"})
    assert told(*wrong[1:], partly, partly) == ("only_negatives", {"argument": "x"})
    assert told(*wrong[1:], partly, partly, partly) is None
    assert told(wrong[1], partly) is None


def test_shapes_that_differ_have_no_entries_to_compare() -> None:
    x, y, _ = rows(*SIZES)
    shape = Part(StandIn(StandInRun()), "", torch.ones(2), torch.ones(3), {})  # type: ignore[arg-type]
    assert told(part(x < 0, x=x), part(y < 0, x=y), shape) is None


def test_an_argument_of_another_shape_or_a_number_is_no_place() -> None:
    every = [part(x < 0, x=x, n=-1.0, s="sgd", v=x[0]) for x in rows(*SIZES)]
    assert told(*every) == ("only_negatives", {"argument": "x"})
    assert told(*(part(torch.tensor(True), x=torch.tensor(-1.0)) for _ in range(3))) is None
    vectors = [x.flatten() for x in rows(*SIZES)]
    assert told(*(part(v < 0, x=v) for v in vectors)) == ("only_negatives", {"argument": "x"})
    # it must have the shape in every run
    assert told(*every[:2], part(torch.zeros(3), x=torch.ones(2))) is None


def differing(got: list[float], want: list[float], dtype: str = "float64", tolerance: Tensor | None = None) -> bool:
    """Whether the first entry counts as wrong, beside a second that is: then it is not the last row alone."""
    judged: Any = StandIn(StandInRun(dtype))
    numbers = lambda values: torch.tensor(values, dtype=torch.float64)
    row = lambda g, w: Part(judged, "", numbers(w), numbers(g), {}, tolerance)
    every = [row([*got, 9.0], [*want, 1.0]) for _ in range(2)]
    return where(every, every) != ("only_last_row", {})


NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("got", "want", "wrong"),
    [
        ([2.0], [2.0], False),
        ([2.0 + 1e-10], [2.0], False),
        ([2.0 + 3e-10], [2.0], True),
        ([2.0 - 3e-10], [2.0], True),
        ([NAN], [NAN], False),
        ([INF], [INF], False),
        ([-INF], [INF], True),
        ([NAN], [2.0], True),
        ([2.0], [NAN], True),
        ([INF], [2.0], True),
    ],
)
def test_which_entries_are_wrong(got: list[float], want: list[float], wrong: bool) -> None:
    assert differing(got, want) is wrong


def test_how_far_is_wrong() -> None:
    assert not differing([2.0 + 3e-5], [2.0], "float32")
    assert differing([2.0 + 6e-5], [2.0], "float32")
    assert not differing([2.5], [2.0], tolerance=torch.tensor(0.5))
    assert differing([2.51], [2.0], tolerance=torch.tensor(0.5))
    assert not differing([0.0], [0.0])
    assert differing([1e-9], [0.0])


@pytest.mark.parametrize(
    ("name", "axis", "index"),
    [
        ("all_but_first_row", 0, 0),
        ("all_but_last_row", 0, -1),
        ("all_but_first_column", 1, 0),
        ("all_but_last_column", 1, -1),
    ],
)
def test_all_but_one_row_or_column(name: str, axis: int, index: int) -> None:
    def wrong(n: int, d: int) -> Part:
        mask = torch.ones(n, d)
        mask.select(axis, index).zero_()
        found = part(mask)
        return replace(found, want=found.want + 0.25, got=found.got + 0.25)

    every = [wrong(n, d) for n, d in SIZES]
    assert told(*every) == (name, {})
    # of whole numbers one row may be right by chance
    assert told(*(replace(p, want=p.want - 0.25, got=p.got - 0.25) for p in every)) is None

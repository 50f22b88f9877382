"""Relations about places: the right numbers, one step along an axis, with other axes, or read in another order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import permutations

import torch
from torch import Tensor

from grader.judge.diagnosis import relations
from grader.judge.diagnosis.evidence import Part, same
from grader.model.verdict import Param

Predict = Callable[[Part], "Tensor | None"]
Candidate = tuple[str, dict[str, Param], Predict]

_FEWEST_DISTINCT = 4


def arrangements() -> Iterator[Candidate]:
    """Candidates by name, the plainest first."""
    for axis in (0, 1):
        yield "flipped", {"axis": axis}, relations.flipped(axis)
        for step in (1, -1):
            yield "shifted", {"axis": axis, "step": f"{step:+d}"}, _on_axis(axis, _rolled(step))
    for rank in (2, 3):
        for order in list(permutations(range(rank)))[1:]:
            if rank > 2:
                yield "axes_exchanged", {}, _permuted(order)
            yield "reshaped", {}, _read_otherwise(order)
    yield "rearranged", {}, _rearranged


def _rolled(step: int) -> Callable[[Tensor, int], Tensor]:
    return lambda want, axis: want.roll(step, axis)


def _on_axis(axis: int, change: Callable[[Tensor, int], Tensor]) -> Predict:
    def predict(part: Part) -> Tensor | None:
        return change(part.want, axis) if axis < part.want.dim() and part.want.shape[axis] > 0 else None

    return predict


def _permuted(order: tuple[int, ...]) -> Predict:
    return lambda part: part.want.permute(order) if part.want.dim() == len(order) else None


def _read_otherwise(order: tuple[int, ...]) -> Predict:
    """What `view` makes of the right numbers in another order of the axes."""

    def predict(part: Part) -> Tensor | None:
        return part.want.permute(order).reshape(part.want.shape) if part.want.dim() == len(order) else None

    return predict


def _rearranged(part: Part) -> Tensor | None:
    """The answer itself, where it has exactly the right numbers, enough of them distinct, in other places."""
    if part.got.shape != part.want.shape or len(set(part.want.flatten().tolist())) < min(
        _FEWEST_DISTINCT, part.want.numel()
    ):
        return None
    got, want = torch.sort(part.got.flatten()).values, torch.sort(part.want.flatten()).values
    in_place = same(part.got, part.want, 20 * part.agreement)
    return part.got if not in_place and same(got, want, 20 * part.agreement) else None

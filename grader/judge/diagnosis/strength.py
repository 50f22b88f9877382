"""How much it says that a relation holds: numbers agree by chance where there are few of them, or all are whole."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from grader.judge.diagnosis.evidence import Part, same

# How many numbers of its own a relation reads off the answer
_READ_OFF = {"transform.offset": 1, "transform.ratio": 1, "transform.extra_multiple": 1, "transform.line": 2}
_MANY = 24  # entries, of flags for instance, that all agree
_SPARE_OF_WHOLE = 3  # right answers beyond those that fix the numbers: many whole numbers lie on some line
_FEWEST = 2
_CLEARLY = 20  # times what two computations of one formula may differ by
_SHAPES = frozenset(
    f"transform.{name}"
    for name in ("missing_axis", "missing_first_axis", "squeezed", "extra_axis", "extra_first_axis", "flattened")
)


def telling(relation: str, body: Sequence[Part], wrong: Sequence[tuple[Part, Tensor | None]]) -> bool:
    """Whether the wrong answers, with what the relation predicts for each, are evidence for it: further from the right
    ones than they may be from the prediction, and more of them than it takes to fix its numbers. Of a cut there must
    also be numbers that it left alone.
    """
    distinct = {
        tuple(part.want.flatten().tolist())
        for part, guess in wrong
        if guess is not None and not same(part.want, guess, _CLEARLY * part.agreement)
    }
    if len(distinct) < _FEWEST:
        return False
    values = torch.cat([part.want.flatten() for part in body])
    if relation == "transform.clamped":
        return len({value for part in body for value in _left_alone(part)}) >= _FEWEST
    numbers = _READ_OFF.get(relation)
    if numbers is None:
        return True
    different = len(set(values.tolist()))
    if torch.equal(values, values.round()):
        return different >= numbers + _SPARE_OF_WHOLE or (different >= numbers and len(values) >= _MANY)
    return different > numbers


def _left_alone(part: Part) -> list[float]:
    near = (part.got - part.want).abs() <= part.agreement * part.want.abs()
    return [float(f"{value:.6g}") for value in part.want[near & (part.want != 0)].tolist()]


def wants_every_run(relation: str) -> bool:
    """Whether a relation is one of shapes: those hold at the edges too, or another one is meant."""
    return relation in _SHAPES


def other_part(runs: Sequence[tuple[Part, ...]], path: str) -> str | None:
    """The other part of the answer whose right value stands at `path`, in every run where it is to be told from it."""
    paths = [part.path for part in runs[0]] if runs else []
    return next((other for other in paths if _holds(runs, path, other)), None)


def _holds(runs: Sequence[tuple[Part, ...]], path: str, other: str) -> bool:
    told_apart = 0
    for found in runs:
        by_path = {part.path: part for part in found}
        if path not in by_path or other not in by_path:
            return False
        here, there = by_path[path], by_path[other]
        if not same(here.got, there.want, _CLEARLY * here.agreement):
            return False
        told_apart += not same(here.want, there.want, _CLEARLY * here.agreement)
    return told_apart > 1

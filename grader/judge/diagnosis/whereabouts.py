"""Where the wrong entries are: only at zeros, only at negative inputs, only in the column of the label, ..."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

from grader.judge.diagnosis.evidence import Part, as_tensor
from grader.model.verdict import Param

_FEWEST = 2


def where(wrong: Sequence[Part], every: Sequence[Part]) -> tuple[str, dict[str, Param]] | None:
    """Name and parameters of the place that holds exactly the wrong entries, in every run; None when there is no such
    place.
    """
    masks = [(part, _differing(part)) for part in every]
    if len(wrong) < _FEWEST:
        return None
    for name, params, place in _places(wrong):
        telling, drawn = 0, False
        for part, mask in masks:
            expected = place(part)
            if expected is None or mask is None or bool((mask & ~expected).any()):
                break
            partly = bool(expected.any()) and not bool(expected.all())
            if partly and bool(torch.equal(mask, expected)):
                telling += 1
                drawn |= part.run.case.kind == "random"  # chosen numbers lie in such a place by their nature
        else:
            if drawn and telling >= _FEWEST and telling >= len(wrong) / 2:
                return name, params
    return None


def _differing(part: Part) -> Tensor | None:
    if part.got.shape != part.want.shape:
        return None
    largest = part.want[part.want.isfinite()].abs().max() if part.want.isfinite().any() else torch.tensor(0.0)
    allowed = part.agreement * largest if part.tolerance is None else part.tolerance
    near = (part.got - part.want).abs() <= allowed
    return ~(near | (part.got == part.want) | (part.got.isnan() & part.want.isnan()))


def _places(wrong: Sequence[Part]) -> Iterator[tuple[str, dict[str, Param], _Place]]:
    for name in wrong[0].args:
        yield "only_zeros", {"argument": name}, _Compared(name, "==")
        yield "only_negatives", {"argument": name}, _Compared(name, "<")
        yield "only_positives", {"argument": name}, _Compared(name, ">")
        yield "only_not_positive", {"argument": name}, _Compared(name, "<=")
        yield "only_true_class", {"argument": name}, _TrueClass(name)
        yield "only_other_classes", {"argument": name}, _Elsewhere(_TrueClass(name))
    yield "only_last_row", {}, _Edge(-1, 0)
    yield "only_first_row", {}, _Edge(0, 0)
    yield "only_last_column", {}, _Edge(-1, 1)
    yield "only_first_column", {}, _Edge(0, 1)
    if all(torch.equal(part.want, part.want.round()) for part in wrong):
        return  # of few whole numbers one row may well be right by chance
    yield "all_but_first_row", {}, _Elsewhere(_Edge(0, 0))
    yield "all_but_last_row", {}, _Elsewhere(_Edge(-1, 0))
    yield "all_but_first_column", {}, _Elsewhere(_Edge(0, 1))
    yield "all_but_last_column", {}, _Elsewhere(_Edge(-1, 1))


class _Place:
    """Where, in an answer of that run; None when the place has no meaning there."""

    def __call__(self, part: Part) -> Tensor | None:
        raise NotImplementedError


class _Compared(_Place):
    def __init__(self, name: str, relation: str) -> None:
        self._name = name
        self._relation = relation

    def __call__(self, part: Part) -> Tensor | None:
        value = as_tensor(part.args.get(self._name))
        if value is None or value.shape != part.want.shape:
            return None
        table = {"==": value == 0, "<": value < 0, ">": value > 0, "<=": value <= 0}
        return table[self._relation]


class _TrueClass(_Place):
    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, part: Part) -> Tensor | None:
        labels = part.args.get(self._name)
        if not isinstance(labels, Tensor) or labels.is_floating_point() or part.want.dim() != 2:
            return None
        if labels.shape != part.want.shape[:1] or labels.dtype == torch.bool or not labels.numel():
            return None
        if int(labels.min()) < 0 or int(labels.max()) >= part.want.shape[1]:
            return None
        column = torch.zeros(part.want.shape, dtype=torch.bool)
        column[torch.arange(labels.numel()), labels.long()] = True
        return column


class _Edge(_Place):
    def __init__(self, index: int, axis: int) -> None:
        self._index = index
        self._axis = axis

    def __call__(self, part: Part) -> Tensor | None:
        if part.want.dim() <= self._axis or part.want.shape[self._axis] == 0:
            return None
        place = torch.zeros(part.want.shape, dtype=torch.bool)
        place.select(self._axis, self._index).fill_(True)
        return place


class _Elsewhere(_Place):
    def __init__(self, place: _Place) -> None:
        self._place = place

    def __call__(self, part: Part) -> Tensor | None:
        place = self._place(part)
        return None if place is None else ~place

"""Right but for digits: a number type too narrow on the way, or an approximation."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from grader.judge.diagnosis.classes import said
from grader.judge.diagnosis.evidence import Evidence, Part, agreement, ordinary, parts, same
from grader.judge.expect import ROUNDOFF
from grader.judge.trees import at
from grader.model.outcome import Returned
from grader.model.value import TensorValue
from grader.model.verdict import Diagnosis

_NEAR = 1e-3
_WIDER = ROUNDOFF["float32"] / ROUNDOFF["float64"]


def narrow_type(evidence: Evidence) -> Diagnosis | None:
    """Every number of a float64 answer fits a narrower type: it was computed there. Proof needs numbers that would
    not.
    """
    failing = [j for j in evidence.failing if not j.run.case.raises]
    telling = [
        p
        for j in failing
        if j.run.dtype == "float64"
        for p in parts(evidence.exercise, j)
        if p.got.shape == p.want.shape
    ]
    telling = [p for p in telling if not same(p.got, p.want, agreement("float64"), p.tolerance) and _is_float64(p)]
    if not any(ordinary(p.judged) for p in telling) or all(torch.equal(p.got, p.got.round()) for p in telling):
        return None
    numbers = sum(p.got.numel() for p in telling)
    single = any(j.value and j.run.dtype == "float32" for j in failing)
    for name, relative, fewest in (("bfloat16", 8e-2, 6), ("float16", 2e-2, 3), ("float32", 1e-5, 3)):
        narrow = getattr(torch, name)
        fits = all(_fits(p.got, narrow) for p in telling) and not (name == "float32" and single)
        telling_here = [p for p in telling if ordinary(p.judged) or bool(p.got.isfinite().all())]
        close = all(_close(p, relative) or (name == "float32" and _as_float32(p)) for p in telling_here)
        distinct = any(not torch.equal(p.want, p.want.to(narrow).double()) for p in telling)
        if fits and close and distinct:  # of few numbers, all may fit a still narrower type by chance
            return said("precision", {"dtype": name}) if numbers >= fewest else None
    return None


def approximate(evidence: Evidence) -> Diagnosis | None:
    """Close to the right answer in every run, though never within rounding: a quotient of differences, an epsilon."""
    failing = [j for j in evidence.failing if j.run.dtype == "float64" and ordinary(j)]
    if any(j.finding and j.finding.kind != "value" for j in failing):
        return None
    body = [p for j in failing for p in parts(evidence.exercise, j)]
    wrong = [p for p in body if p.differs]
    if len({p.run.size for p in wrong}) < 2 or any(p.got.shape != p.want.shape for p in body):
        return None
    if not all(_close(p, _NEAR) for p in wrong):
        return None
    narrow = [j for j in evidence.failing if ordinary(j) and j.run.dtype == "float32"]
    seen = [p for j in narrow for p in parts(evidence.exercise, j) if p.differs and p.got.shape == p.want.shape]
    digits = int(-math.log10(max(map(_error, wrong + seen))))  # a quotient of differences has far fewer in float32
    return said("approximate", {"digits": max(1, digits)})


def _as_float32(part: Part) -> bool:
    """Whether it would be right in a float32 run."""
    return part.tolerance is not None and bool(((part.got - part.want).abs() <= part.tolerance * _WIDER).all())


def _fits(value: Tensor, narrow: torch.dtype) -> bool:
    return torch.equal(value.nan_to_num(), value.to(narrow).double().nan_to_num())


def _is_float64(part: Part) -> bool:
    outcome = part.judged.answer.outcome
    assert isinstance(outcome, Returned)  # there are no parts of anything else
    value = at(outcome.value, part.path)
    return isinstance(value, TensorValue) and value.dtype == "float64"


def _close(part: Part, relative: float) -> bool:
    if not _error(part) <= relative:
        return False
    largest = part.want[part.want.isfinite()].abs().max()
    # what is lost altogether was not lost by rounding
    return bool(((part.got != 0) | (part.want.abs() <= 1e-6 * largest)).all())


def _error(part: Part) -> float:
    """The largest difference, relative to the largest right number; inf where one is finite and the other is not."""
    finite = part.want.isfinite()
    if not bool(finite.any()) or not torch.equal(finite, part.got.isfinite()):
        return math.inf
    return float((part.got - part.want)[finite].abs().max() / part.want[finite].abs().max())

"""Right on ordinary inputs and wrong in one class of input only: the class is the diagnosis."""

from __future__ import annotations

import math
from dataclasses import replace

import torch
from torch import Tensor

from grader.judge.compare import number
from grader.judge.diagnosis.evidence import Evidence, Part, agreement, as_tensor, ordinary, parts, same
from grader.judge.findings import Judged, judged
from grader.judge.trees import leaves
from grader.model.outcome import Returned
from grader.model.value import TensorValue
from grader.model.verdict import Diagnosis, Message, Param

KNOWN = frozenset(
    [
        "extreme",
        "tiny",
        "kink",
        "tie",
        "batch_of_one",
        "one_class",
        "square",
        "empty",
        "saturated",
        "missing_label",
        "hard_zero",
        "zero_rate",
        "short_batch",
        "deep",
        "noncontiguous",
        "mixed_shapes",
        "nan",
        "duplicate",
        "scalar",
        "negative",
        "confident",
        "far_rows",
        "many",
        "zero_count",
        "diverging",
    ]
)
_NEAR = 1e-3
_STRONG = ("extreme", "saturated", "confident", "far_rows", "deep")
_CERTAIN = ("hard_zero", "saturated", "confident")
_FEWEST_RIGHT = 20


def input_class(evidence: Evidence) -> Diagnosis | None:
    """The one class in which the answer fails, or a lower precision that shows only in float64."""
    return _precision(evidence) or _one_class(evidence)


def unrepeatable(evidence: Evidence) -> Diagnosis | None:
    """Wrong numbers that a second call with the same arguments does not give again: something is kept, or drawn."""
    odd = [j for j in evidence.failing if j.value and j.answer.behaviour.repeats is False]
    return _said("unrepeatable", {}) if odd and any(ordinary(j) for j in odd) else None


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
    return _said("approximate", {"digits": max(1, digits)})


def _one_class(evidence: Evidence) -> Diagnosis | None:
    failing = evidence.failing
    if any(ordinary(j) for j in failing) or not any(ordinary(j) for j in evidence.done):
        return None
    if all(j.run.case.raises for j in failing):
        return _said("unchecked", {})
    reasons = {j.run.case.why for j in failing if not j.run.case.raises}
    if len(reasons) == 1:
        (why,) = reasons
        if why in _STRONG:
            return _threshold(evidence) or _said(why, {})
        return _said(why, {}) if why in KNOWN else None
    if reasons <= set(_CERTAIN):
        return _said("saturated", {})
    return _threshold(evidence) or _said("extreme", {}) if reasons <= set(_STRONG) else None


def large_only(evidence: Evidence) -> Diagnosis | None:
    """The same where large numbers occur in ordinary inputs as well: nearly all entries are right, all large ones
    wrong."""
    entries = [e for j in evidence.done for p in parts(evidence.exercise, j) for e in _wrong(j, p).tolist()]
    return _threshold(evidence) if entries.count(False) >= _FEWEST_RIGHT else None


def kept_state(evidence: Evidence) -> Diagnosis | None:
    """Wrong after other calls and right alone: something is kept between calls. What is wrong from the first call on
    is not looked at: a process of its own costs as much as all calls did."""
    later = [j.run for j in evidence.failing if not j.run.case.raises]
    if evidence.alone is None or not later or evidence.done[0].value is not None:
        return None
    call = replace(later[-1].call, repeat=False, differentiate=False)
    again = judged(evidence.exercise, later[-1], evidence.alone(call))
    return _said("state", {}) if again.finding is None else None


def _said(name: str, params: dict[str, Param], wording: str = "") -> Diagnosis:
    return Diagnosis(f"class.{name}", "class", Message("judge", f"class.{wording or name}", params))


def _threshold(evidence: Evidence) -> Diagnosis | None:
    """For answers entry by entry: up to which size of the input it is right, and what comes out beyond."""
    right = wrong = None
    kinds: set[str] = set()
    dtypes = {j.run.dtype for j in evidence.failing}
    for each in evidence.done:
        if each.run.dtype not in dtypes:
            continue  # float64 overflows much later than float32
        for part in parts(evidence.exercise, each):
            size = _sizes(evidence, part)
            if size is None or (each.finding and not each.finding.mismatch):
                return None
            bad = _wrong(each, part)
            right = max([*size[~bad].tolist(), right or 0.0])
            if bad.any():
                wrong = min([*size[bad].tolist(), *([wrong] if wrong is not None else [])])
                kinds.add(_kind(part.got.flatten()[bad]))
    if right is None or wrong is None or not 0 < right < wrong or len(kinds) != 1:
        return None
    params: dict[str, Param] = {
        "right": number(right),
        "wrong": number(wrong),
        "argument": evidence.exercise.parameters[0],
    }
    return _said("extreme", params, f"extreme.{kinds.pop()}")


def _sizes(evidence: Evidence, part: Part) -> Tensor | None:
    """|argument| per entry, when the function has one tensor argument and works entry by entry."""
    tensors = [t for t in (as_tensor(v) for v in part.args.values()) if t is not None]
    first = as_tensor(part.args[evidence.exercise.parameters[0]])
    if len(tensors) != 1 or first is None or first.shape != part.want.shape or part.got.shape != part.want.shape:
        return None
    return first.abs().flatten()


def _wrong(judged: Judged, part: Part) -> Tensor:
    wrong = torch.zeros(part.want.numel(), dtype=torch.bool)
    if judged.finding and judged.finding.mismatch and judged.finding.mismatch.path == part.path:
        wrong[list(judged.finding.mismatch.wrong)] = True
    return wrong


def _kind(got: Tensor) -> str:
    if bool(got.isnan().all()):
        return "nan"
    return "inf" if bool(got.isinf().all()) else "value"


def _precision(evidence: Evidence) -> Diagnosis | None:
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
            return _said("precision", {"dtype": name}) if numbers >= fewest else None
    return None


def _as_float32(part: Part) -> bool:
    """Whether it would be right in a float32 run."""
    if part.tolerance is None or part.tolerance.shape != part.want.shape:
        return False
    return bool(((part.got - part.want).abs() <= part.tolerance * 2.0**29).all())


def _fits(value: Tensor, narrow: torch.dtype) -> bool:
    return torch.equal(value.nan_to_num(), value.to(narrow).double().nan_to_num())


def _is_float64(part: Part) -> bool:
    outcome = part.judged.answer.outcome
    value = dict(leaves(outcome.value)).get(part.path) if isinstance(outcome, Returned) else None
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

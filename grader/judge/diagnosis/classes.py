"""Right on ordinary inputs and wrong in one class of input only: the class is the diagnosis."""

from __future__ import annotations

import torch
from torch import Tensor

from grader.judge.compare import number
from grader.judge.diagnosis.evidence import Evidence, Part, as_tensor, ordinary, parts
from grader.judge.findings import Judged
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
_STRONG = ("extreme", "saturated", "confident", "far_rows", "deep")
_CERTAIN = ("hard_zero", "saturated", "confident")
_FEWEST_RIGHT = 20


def input_class(evidence: Evidence) -> Diagnosis | None:
    """Right on ordinary inputs, and wrong in one class of inputs: the class, or None where there are several."""
    failing = evidence.failing
    if any(ordinary(j) for j in failing) or not any(ordinary(j) for j in evidence.done):
        return None
    if all(j.run.case.raises for j in failing):
        return said("unchecked", {})
    reasons = {j.run.case.why for j in failing if not j.run.case.raises}
    if len(reasons) == 1:
        (why,) = reasons
        if why in _STRONG:
            return _threshold(evidence) or said(why, {})
        return said(why, {}) if why in KNOWN else None
    if reasons <= set(_CERTAIN):
        return said("saturated", {})
    return _threshold(evidence) or said("extreme", {}) if reasons <= set(_STRONG) else None


def large_only(evidence: Evidence) -> Diagnosis | None:
    """The class of large numbers where ordinary inputs hold some as well: nearly all entries are right, all large ones
    wrong."""
    entries = [e for j in evidence.done for p in parts(evidence.exercise, j) for e in _wrong(j, p).tolist()]
    return _threshold(evidence) if entries.count(False) >= _FEWEST_RIGHT else None


def said(name: str, params: dict[str, Param], wording: str = "") -> Diagnosis:
    """The diagnosis `class.name`, in the words of `wording` where it has several."""
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
    return said("extreme", params, f"extreme.{kinds.pop()}")


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

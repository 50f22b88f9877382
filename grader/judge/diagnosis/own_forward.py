"""A backward that is exactly the derivative of the student's own, wrong forward: then the forward is where to look.

The derivative comes from central differences in float64 through the student's function. Only a backward that agrees
with it to many digits in every run that is tried, and differs clearly from the right answer, counts.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

from torch import Tensor

from grader.contestant.tensors import encode
from grader.judge.diagnosis.differences import Unanswered, by_differences
from grader.judge.diagnosis.evidence import Evidence, Part, WrongForward, as_tensor, ordinary, parts
from grader.judge.findings import Judged
from grader.judge.trees import leaves
from grader.model.exercise import OwnForward
from grader.model.outcome import Call, Returned
from grader.model.value import Value
from grader.model.verdict import Diagnosis, Message, Param

_AGREES = 1e-6
_DIFFERS = 1e-3
_NOISE = 1e-9  # of a central difference
_MOST_RUNS = 3


def own_forward(evidence: Evidence) -> Diagnosis | None:
    """The verdict "your backward fits your own forward", or None."""
    runs = _runs(evidence)
    for about in evidence.exercise.own_forward:
        wrong = evidence.forwards.get(about.exercise)
        if wrong is not None and runs and all(_fits(evidence, about, wrong, run) for run in runs):
            return Diagnosis("own_forward", "own_forward", _sentence(about, wrong))
    return None


def _sentence(about: OwnForward, wrong: WrongForward) -> Message:
    params: dict[str, Param] = {"forward": about.exercise}
    if not wrong.because_of:
        return Message("judge", f"own_forward.{about.says}", params)
    return Message("judge", "own_forward.below", params | {"below": ", ".join(wrong.because_of)})


def _runs(evidence: Evidence) -> list[Judged]:
    """The smallest random float64 runs that fail, and the smallest that passes; none unless all of them fail by value.

    Worked examples sit on kinks, where differences are rough.
    """
    drawn = [j for j in evidence.done if j.run.case.kind == "random" and ordinary(j) and j.run.dtype == "float64"]
    failing = sorted((j for j in drawn if j.finding), key=lambda j: j.run.size)
    passing = sorted((j for j in drawn if not j.finding), key=lambda j: j.run.size)
    if any(not _clearly_wrong(evidence, j) for j in failing):
        return []
    return failing[:_MOST_RUNS] and [*failing[:_MOST_RUNS], *passing[:1]]


def _clearly_wrong(evidence: Evidence, judged: Judged) -> bool:
    by_value = judged.finding is not None and judged.finding.kind == "value"
    return by_value and any(_far(part) for part in parts(evidence.exercise, judged))


def _far(part: Part) -> bool:
    return part.got.shape == part.want.shape and not _close(part.got, part.want, _DIFFERS, 1e-5)


def _fits(evidence: Evidence, about: OwnForward, wrong: WrongForward, judged: Judged) -> bool:
    """Whether the backward, given what that forward left for it, is the derivative of that forward."""
    forward = by_differences(wrong.ask)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            right = about.gradient(forward, *judged.run.args)
            answer = _answer(evidence, about.again and about.again(forward, *judged.run.args), judged)
    except (Unanswered, RuntimeError, ValueError, LookupError, TypeError, AttributeError):
        return False  # the forward's answer is not of the form that the page goes on with
    return answer is not None and _same(answer, right)


def _answer(evidence: Evidence, arguments: Sequence[Any] | None, judged: Judged) -> Value:
    """What the backward answers, asked again where it needs other arguments; None if it does not."""
    if arguments is None:
        outcome = judged.answer.outcome
    elif evidence.trace is None:
        return None
    else:
        outcome = evidence.trace(Call(tuple(encode(a) for a in arguments), repeat=False)).outcome
    return outcome.value if isinstance(outcome, Returned) else None


def _same(answer: Value, right: Any) -> bool:
    got = {path: as_tensor(leaf) for path, leaf in leaves(answer)}
    want = {path: as_tensor(leaf) for path, leaf in leaves(right)}
    if got.keys() != want.keys() or not got:
        return False
    pairs = [(got[path], want[path]) for path in want]
    return all(a is not None and b is not None and _close(a, b, _AGREES, _NOISE) for a, b in pairs) and any(
        b is not None and bool(b.any()) for _, b in pairs
    )


def _close(left: Tensor, right: Tensor, relative: float, absolute: float) -> bool:
    if left.shape != right.shape or not left.numel():
        return left.shape == right.shape
    largest = max(float(left.abs().max()), float(right.abs().max()))
    return bool(((left - right).abs() <= relative * largest + absolute).all())

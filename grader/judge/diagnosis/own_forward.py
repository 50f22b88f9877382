"""A backward that is exactly the derivative of the student's own, wrong forward: then the forward is where to look.

The derivative comes from differences in float64 through the student's function. Only a backward that agrees with it to
many digits in every run that is tried, and differs clearly from the right answer, counts.
"""

from __future__ import annotations

import warnings
from typing import Any

import torch
from torch import Tensor

from grader.contestant.tensors import encode
from grader.judge.diagnosis.differences import CENTRAL, DOWN, UP, Unanswered, by_differences
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
    """The verdict "your backward fits your own forward": it is exactly the derivative of a wrong forward; or None."""
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
    return by_value and any(p.got.shape == p.want.shape and _far(p) for p in parts(evidence.exercise, judged))


def _far(part: Part) -> bool:
    limit = _DIFFERS * max(_largest(part.got), _largest(part.want)) + 1e-5
    return bool(((part.got - part.want).abs() > limit).any())


def _fits(evidence: Evidence, about: OwnForward, wrong: WrongForward, judged: Judged) -> bool:
    """Whether the backward, given what that forward left for it, is the derivative of that forward; and whether the
    right answer is not, where the backward differs from it."""

    def gradient(steps: tuple[int, int]) -> dict[str, Tensor]:
        return _tensors(about.gradient(by_differences(wrong.ask, steps), *judged.run.args))

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            answer = _tensors(_answer(evidence, about, wrong, judged))
            low = high = gradient(CENTRAL)
            if not _between(answer, low, high):
                low, high = gradient(UP), gradient(DOWN)  # at a kink any slope between the two is right
    except (Unanswered, RuntimeError, ValueError, LookupError, TypeError, AttributeError):
        return False  # the forward's answer is not of the form that the page goes on with
    want = {part.path: part.want for part in parts(evidence.exercise, judged)}
    return _between(answer, low, high) and not (judged.finding and _between(want, low, high))


def _answer(evidence: Evidence, about: OwnForward, wrong: WrongForward, judged: Judged) -> Value:
    """What the backward answered, or answers now where it needs other arguments."""
    outcome = judged.answer.outcome
    if about.again is not None:
        arguments = about.again(by_differences(wrong.ask), *judged.run.args)
        call = Call(tuple(encode(a) for a in arguments), repeat=False)
        if evidence.trace is None:
            raise Unanswered
        outcome = evidence.trace(call).outcome
    if not isinstance(outcome, Returned):
        raise Unanswered
    return outcome.value


def _tensors(tree: Any) -> dict[str, Tensor]:
    found = {path: as_tensor(leaf) for path, leaf in leaves(tree)}
    return {path: value for path, value in found.items() if value is not None}


def _between(values: dict[str, Tensor], low: dict[str, Tensor], high: dict[str, Tensor]) -> bool:
    """Whether each entry lies between two slopes. Slopes of 0 everywhere prove nothing."""
    if values.keys() != low.keys() or not any(bool(slope.any()) for slope in low.values()):
        return False
    return all(_inside(value, low[path], high[path]) for path, value in values.items())


def _inside(value: Tensor, one: Tensor, other: Tensor) -> bool:
    if value.shape != one.shape:
        return False
    room = _AGREES * max(_largest(one), _largest(other)) + _NOISE
    inside = (value >= torch.minimum(one, other) - room) & (value <= torch.maximum(one, other) + room)
    return bool(inside.all())


def _largest(value: Tensor) -> float:
    return float(value.abs().max()) if value.numel() else 0.0

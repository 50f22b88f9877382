"""A backward that is exactly the derivative of the student's own, wrong forward: then the forward is where to look.

The derivative comes from central differences in float64 through the student's function; only a backward that agrees
with it to many digits and differs clearly from the reference counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from grader.contestant.tensors import decode
from grader.judge.diagnosis.evidence import Evidence, Part, as_tensor, named_arguments, ordinary, parts
from grader.judge.findings import Judged
from grader.model.outcome import Answer, Returned
from grader.model.value import TensorValue
from grader.model.verdict import Diagnosis, Message

_STEP = 1e-6
_AGREES = 1e-6
_DIFFERS = 1e-3
_MOST_ENTRIES = 120


def own_forward(evidence: Evidence) -> Diagnosis | None:
    """The verdict "your backward fits your own forward", or None."""
    about, ask = evidence.exercise.own_forward, evidence.ask_own_forward
    run = _run(evidence)
    if about is None or ask is None or run is None:
        return None
    answers = parts(evidence.exercise, run)
    inputs = tuple(about.arguments(*run.run.args))
    positions = _positions(evidence, inputs)
    if len(answers) != len(about.wrt) or positions is None:
        return None
    upstream = as_tensor(run.run.args[0]) if evidence.exercise.parameters[0].startswith("grad") else None
    for part, position in zip(answers, positions, strict=True):
        slope = _differences(inputs, position, upstream, ask)
        if slope is None or not _close(part.got, slope, _AGREES):
            return None
    if not any(_far(part) for part in answers):
        return None
    return Diagnosis(
        "own_forward", "own_forward", Message("judge", "own_forward.consistent", {"forward": about.exercise})
    )


def _run(evidence: Evidence) -> Judged | None:
    """The smallest random float64 run that fails by value: worked examples sit on kinks, where differences are
    rough.
    """
    fitting = [
        j
        for j in evidence.failing
        if j.run.case.kind == "random"
        and ordinary(j)
        and j.run.dtype == "float64"
        and j.finding
        and j.finding.kind == "value"
        and j.run.size <= _MOST_ENTRIES
    ]
    return min(fitting, key=lambda j: j.run.size, default=None)


def _positions(evidence: Evidence, inputs: tuple[Any, ...]) -> list[int] | None:
    """Where the differentiated arguments stand in the forward's: an argument of the backward passed on, or, when the
    page computes them from the cache, the only float tensor there is."""
    run = _run(evidence)
    if evidence.exercise.own_forward is None or run is None:
        return None
    named = named_arguments(evidence.exercise, run.run.args)
    floats = [n for n, value in enumerate(inputs) if isinstance(value, Tensor) and value.is_floating_point()]
    found = []
    for name in evidence.exercise.own_forward.wrt:
        here = [n for n in floats if inputs[n] is named.get(name)] or floats
        if len(here) != 1:
            return None
        found.append(here[0])
    return found


def _differences(inputs: tuple[Any, ...], position: int, upstream: Tensor | None, ask: Any) -> Tensor | None:
    """d(sum of upstream x forward) / d inputs[position] by central differences; None if the forward fails anywhere."""
    base = inputs[position]
    shifted = []
    for entry in range(base.numel()):
        for sign in (1.0, -1.0):
            moved = base.detach().clone()
            moved.view(-1)[entry] += sign * _STEP
            shifted.append((*inputs[:position], moved, *inputs[position + 1 :]))
    totals = [_total(answer, upstream) for answer in _asked(ask, shifted)]
    if len(totals) != len(shifted) or any(t is None for t in totals):
        return None
    values = torch.tensor([float(t) for t in totals if t is not None], dtype=torch.float64)
    return ((values[0::2] - values[1::2]) / (2 * _STEP)).reshape(base.shape)


def _asked(ask: Any, shifted: Sequence[tuple[Any, ...]]) -> Sequence[Answer]:
    answers: Sequence[Answer] = ask(shifted) if shifted else ()
    return answers


def _total(answer: Answer, upstream: Tensor | None) -> float | None:
    if not isinstance(answer.outcome, Returned) or not isinstance(answer.outcome.value, TensorValue):
        return None
    value = decode(answer.outcome.value).double()
    if upstream is not None and value.shape == upstream.shape:
        return float((value * upstream).sum())
    return float(value) if value.numel() == 1 else None


def _close(left: Tensor, right: Tensor, relative: float) -> bool:
    if left.shape != right.shape:
        return False
    largest = torch.maximum(left.abs().max(), right.abs().max()) if left.numel() else torch.tensor(0.0)
    return bool(((left - right).abs() <= relative * (1e-3 + largest)).all())


def _far(part: Part) -> bool:
    return part.got.shape == part.want.shape and not _close(part.got, part.want, _DIFFERS)

"""Answers that are a set by the page's own predicate, and gradients that only have to be finite."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from grader.contestant.tensors import decode
from grader.errors import GraderFault
from grader.judge.compare import Mismatch, compare
from grader.judge.expect import Leaf
from grader.judge.plan import Run
from grader.judge.trees import leaves, mapped
from grader.model.exercise import Exercise
from grader.model.value import TensorValue, Value

_FORM = ("none", "type", "count", "shape", "dtype")


def accepted(exercise: Exercise, run: Run, got: Value) -> Mismatch | None:
    """None when the page's `accept` takes the answer. Types and shapes are compared with the reference's first."""
    mismatch = compare(run.expected, got, exercise.scalar)
    if mismatch is None or mismatch.kind in _FORM:
        return mismatch
    assert exercise.accept is not None
    try:
        verdict = exercise.accept(mapped(_plain, decode(got)), *run.args)
        fine = bool(verdict.all()) if isinstance(verdict, Tensor) else bool(verdict)
    except Exception as error:
        raise GraderFault(f"{exercise.id}: accept fails: {type(error).__name__}: {error}") from error
    return None if fine else mismatch


def _plain(leaf: Any) -> Any:
    return leaf.detach() if isinstance(leaf, Tensor) else leaf


def finite(value: Value) -> bool:
    """Whether every tensor in `value` is finite everywhere."""
    return all(bool(torch.isfinite(decode(v)).all()) for _, v in leaves(value) if isinstance(v, TensorValue))


def parts_right(expected: Any, got: Value, scalar: str) -> tuple[str, ...]:
    """Paths of the parts of a tuple, list or dict answer that are right on their own; () when it has one part.

    `scalar` is as on the page.
    """
    answers = dict(leaves(got))
    parts = [(path, leaf) for path, leaf in leaves(expected) if isinstance(leaf, Leaf)]
    if len(parts) < 2:
        return ()
    return tuple(path for path, leaf in parts if path in answers and compare(leaf, answers[path], scalar) is None)

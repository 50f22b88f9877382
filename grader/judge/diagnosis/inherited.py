"""Mistakes in a part that is an earlier exercise: written anew with a known mistake, left out, applied twice, or taken
for another one.

The worked answer is computed with such a substitute in the place of the earlier function; like a known wrong formula,
it has to agree with the student in every run, and to be the only one that does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import FunctionType
from typing import Any

import torch

from grader.judge.diagnosis.evidence import Evidence, parts
from grader.judge.diagnosis.misconceptions import agrees, relevant
from grader.model.exercise import Exercise
from grader.model.verdict import Diagnosis, Message, Param

_ACTIVATIONS: dict[str, Callable[..., Any]] = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "softmax": lambda x: torch.softmax(x, -1),
}


def inherited(evidence: Evidence) -> Diagnosis | None:
    """The only earlier exercise and the only mistake in it that explain the answer in every run, or None."""
    worked = evidence.worked
    if not isinstance(worked, FunctionType) or any(j.run.case.raises for j in evidence.failing):
        return None
    if _constant(evidence):
        return None  # which many substitutes give as well
    runs = relevant(evidence)
    full: list[Diagnosis] = []
    core: list[Diagnosis] = []
    for name, substitute, diagnosis in _substitutes(evidence, worked):
        how = agrees(evidence.exercise, _with(worked, name, substitute), runs)
        if how:
            (full if how == "everywhere" else core).append(diagnosis)
    found = full or core
    known = [d for d in found if d.kind == "misconception"] or found  # it has the better words
    return known[0] if known and all(d == known[0] for d in known) else None


def _constant(evidence: Evidence) -> bool:
    """Whether the same number came out everywhere."""
    answered = [part for j in evidence.done for part in parts(evidence.exercise, j)]
    return len({value for part in answered for value in part.got.flatten().tolist()}) == 1


def _substitutes(evidence: Evidence, worked: FunctionType) -> Iterator[tuple[str, Callable[..., Any], Diagnosis]]:
    """Name of an earlier function, what takes its place, and what that means."""
    for used in evidence.used:
        right = worked.__globals__.get(used.name)
        if not callable(right):
            continue
        if evidence.names is not None and used.name in evidence.names:  # that is right where it is called
            if evidence.names[used.name] > 1:
                yield used.name, lambda *args, f=right: f(f(*args), *args[1:]), _said("twice", used)
            continue
        for name, formula in used.wrong.items():
            sentence = Message(used.slug, f"{used.id}.wrong.{name}")
            yield used.name, formula, Diagnosis(f"{used.name}.{name}", "misconception", sentence)
        yield used.name, lambda *args: args[0], _said("left_out", used)
        if evidence.names is None or len(used.parameters) == 1:  # two steps are one of twice the length
            yield used.name, lambda *args, f=right: f(f(*args), *args[1:]), _said("twice", used)
        for other, function in _ACTIVATIONS.items():
            if used.name in _ACTIVATIONS and other != used.name:
                yield used.name, function, _said("instead", used, other=other)


def _said(how: str, used: Exercise, **params: Param) -> Diagnosis:
    message = Message("judge", f"transform.used_{how}", {"function": used.id, **params})
    return Diagnosis(message.id, "transform", message)


def _with(worked: FunctionType, name: str, substitute: Callable[..., Any]) -> Callable[..., Any]:
    """`worked` and the functions of its file, with another function under `name`."""
    home = worked.__globals__
    scope = dict(home)
    for key, value in home.items():
        if isinstance(value, FunctionType) and value.__globals__ is home:
            copy = FunctionType(value.__code__, scope, argdefs=value.__defaults__, closure=value.__closure__)
            copy.__kwdefaults__ = value.__kwdefaults__
            scope[key] = copy
    answer: Callable[..., Any] = scope[worked.__name__]
    scope[name] = substitute
    return answer

"""Known wrong formulas, run on the very inputs of the student: a match everywhere names the mistake.

One match proves nothing (`w = 0` makes many mistakes equal), so a formula has to agree in every run, right ones
included, and to be the only one that does.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from grader.contestant.inprocess import answers
from grader.judge.diagnosis.evidence import Evidence, agreement, ordinary, same_values
from grader.judge.findings import Judged, judged
from grader.model.exercise import Exercise
from grader.model.outcome import Raised, Returned
from grader.model.verdict import Diagnosis, Message

_FEWEST_SIZES = 3
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")


def misconception(evidence: Evidence) -> Diagnosis | None:
    """The only known wrong formula that behaves like the answer in every run, or None."""
    exercise = evidence.exercise
    runs = relevant(evidence)
    full, core = [], []
    for name, formula in exercise.wrong.items():
        how = agrees(exercise, formula, runs)
        if how == "everywhere":
            full.append(name)
        elif how == "ordinary":
            core.append(name)
    names = full or core
    if len(names) != 1:
        return None
    return Diagnosis(names[0], "misconception", Message(exercise.slug, f"{exercise.id}.wrong.{names[0]}"))


def relevant(evidence: Evidence) -> list[Judged]:
    """The runs that can tell, failing and small ones first. A promised error that is missing is a mistake of its own:
    those runs count only when nothing else fails."""
    promised = [j for j in evidence.done if j.run.case.raises]
    others = [j for j in evidence.done if not j.run.case.raises]
    chosen = others if any(j.finding for j in others) else others + promised
    return sorted(chosen, key=lambda j: (j.finding is None, not ordinary(j), j.run.size))


def agrees(exercise: Exercise, formula: Callable[..., Any], runs: Sequence[Judged]) -> str | None:
    """ "everywhere", "ordinary" (at the edges both fail, but differently) or None: somewhere it does something else, or
    too little fails alike."""
    agreeing: set[int] = set()
    loose = alike_in_failing = False
    for student in runs:
        call = replace(student.run.call, repeat=_unstable(student), watch=False)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            (answer,) = answers(formula, [call], exercise.parameters)
        other = judged(exercise, student.run, answer)
        if _alike(student, other, exercise):
            agreeing.add(student.run.size)
            kinds = {j.finding.kind for j in (student, other) if j.finding}
            alike_in_failing |= len(kinds) == 1
        elif ordinary(student) or other.finding is None:
            return None
        else:  # at an edge the student may have been more careful than the formula, or wrong in another way
            loose = True
    if not alike_in_failing:
        return None  # numbers that lost their digits on the way agree with much
    if not loose:
        return "everywhere"
    core_fails = any(ordinary(j) and j.finding for j in runs)
    return "ordinary" if core_fails and len(agreeing) >= _FEWEST_SIZES else None


def _unstable(student: Judged) -> bool:
    return student.answer.behaviour.repeats is False


def _alike(student: Judged, other: Judged, exercise: Exercise) -> bool:
    """Whether both did the same in one run: value, exception, or side effect when the value is right; and whether
    both wrote to the argument that is to be changed in place, if there is one.
    """
    if student.value is None or other.value is None:
        return student.value is other.value and _effect(student) == _effect(other)
    inplace = exercise.inplace
    if inplace and _written(student, inplace) != _written(other, inplace):
        return False
    left, right = student.answer.outcome, other.answer.outcome
    if isinstance(left, Raised) and isinstance(right, Raised):
        return (left.type, _plain(left.message)) == (right.type, _plain(right.message))
    if isinstance(left, Returned) and isinstance(right, Returned):
        return same_values(left.value, right.value, agreement(student.run.dtype))
    return False


def _effect(judged: Judged) -> tuple[str, ...]:
    """What a call did besides its answer, and to which argument, whichever part of it."""
    effect = judged.purity
    return (effect.kind, *(str(v).partition("[")[0] for v in effect.params.values())) if effect else ()


def _written(judged: Judged, argument: str) -> bool:
    return any(t.path.partition("[")[0] == argument and t.values for t in judged.answer.behaviour.touched)


def _plain(text: str) -> list[str]:
    """An exception's text without its numbers, which depend on how the formula was written down."""
    return _NUMBER.split(text)

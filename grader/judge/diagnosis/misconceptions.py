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
_NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?")


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


def agrees(exercise: Exercise, formula: Callable[..., Any], runs: Sequence[Judged]) -> str:
    """ "everywhere", "ordinary" (at the edges both fail, but differently) or "" (somewhere it does something else)."""
    sizes: set[tuple[int, ...]] = set()
    loose = alike_in_failing = False
    for student in runs:
        call = replace(student.run.call, repeat=_unstable(student), watch=False)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            (answer,) = answers(formula, [call], exercise.parameters)
        other = judged(exercise, student.run, answer)
        if not _alike(student, other, exercise):
            # at an edge the student may have been more careful than the formula, or wrong in another way
            if ordinary(student) or other.finding is None:
                return ""
            loose = True
        elif student.finding and other.finding:
            alike_in_failing |= student.finding.kind == other.finding.kind
        sizes.add((student.run.size,))
    if not alike_in_failing:
        return ""  # numbers that lost their digits on the way agree with much
    if not loose:
        return "everywhere"
    core_fails = any(ordinary(j) and j.finding for j in runs)
    return "ordinary" if core_fails and len(sizes) >= _FEWEST_SIZES else ""


def _unstable(student: Judged) -> bool:
    return student.answer.behaviour.repeats is False


def _alike(student: Judged, other: Judged, exercise: Exercise) -> bool:
    """Whether both did the same in one run: value, exception, or side effect when the value is right; and whether
    both wrote to the argument that is to be changed in place, if there is one.
    """
    if student.finding is None and other.finding is None:
        return True
    kinds = [j.finding.kind if j.finding else "" for j in (student, other)]
    if student.value is None and kinds[0] != kinds[1]:
        return False
    if kinds[0] == "unstable":
        return True
    if student.value is None and _argument(student) != _argument(other):
        return False
    inplace = exercise.inplace
    if inplace and _written(student, inplace) != _written(other, inplace):
        return False
    if (other.value is None) != (student.value is None):
        return False
    left, right, allowed = student.answer.outcome, other.answer.outcome, agreement(student.run.dtype)
    if isinstance(left, Returned) and isinstance(right, Returned):
        return same_values(left.value, right.value, allowed, any_float=exercise.dtype == "any_float")
    if isinstance(left, Raised) and isinstance(right, Raised):
        return (left.type, _plain(left.message)) == (right.type, _plain(right.message))
    return False


def _written(judged: Judged, argument: str) -> bool:
    return any(t.path.partition("[")[0] == argument and t.values for t in judged.answer.behaviour.touched)


def _argument(judged: Judged) -> str:
    """The argument that a side effect hit."""
    finding = judged.finding
    return str(finding.params.get("argument", "")).partition("[")[0] if finding else ""


def _plain(text: str) -> str:
    """An exception's text without its numbers, which depend on how the formula was written down."""
    return _NUMBER.sub("#", text)

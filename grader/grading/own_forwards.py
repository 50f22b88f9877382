"""The student's own forwards as a diagnosis may ask them: those that a backward differentiates, and that fail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from grader.contestant import Contestant
from grader.contestant.tensors import encode
from grader.judge.diagnosis.evidence import WrongForward
from grader.model.exercise import Course, Exercise
from grader.model.outcome import Answer, Call
from grader.model.verdict import Verdict

_WRONG = ("fail", "partial", "error", "rule", "carried")


def wrong_forwards(
    course: Course, exercise: Exercise, verdict: Callable[[Exercise], Verdict], contestant: Contestant
) -> dict[str, WrongForward]:
    """By id, each forward of `exercise.own_forward` that has a verdict of wrong, asked in `contestant`."""
    found = {}
    for own in exercise.own_forward:
        forward = course.exercise(own.exercise)
        about = verdict(forward)
        if about.status in _WRONG:
            because_of = about.carried_from if about.status == "carried" else ()
            found[forward.id] = WrongForward(_asking(forward, contestant), because_of)
    return found


def _asking(forward: Exercise, contestant: Contestant) -> Callable[[Sequence[tuple[Any, ...]]], Sequence[Answer]]:
    def ask(arguments: Sequence[tuple[Any, ...]]) -> Sequence[Answer]:
        calls = [Call(tuple(encode(a) for a in args), repeat=False) for args in arguments]
        return contestant.ask(forward.slug, forward.name, calls)

    return ask

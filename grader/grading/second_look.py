"""A failing function is looked at again: why it fails, on exact evidence."""

from __future__ import annotations

from collections.abc import Sequence

from grader.contestant import Contestant
from grader.judge.findings import Judged
from grader.model.exercise import Course, Exercise
from grader.model.submission import Module
from grader.model.verdict import Verdict


def diagnosed(
    exercise: Exercise,
    verdict: Verdict,
    done: Sequence[Judged],
    module: Module,
    contestant: Contestant,
    course: Course,
) -> Verdict:
    """`verdict` with its cause, where one is certain."""
    del exercise, done, module, contestant, course
    return verdict

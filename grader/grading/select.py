"""Which exercises of a submission are graded."""

from __future__ import annotations

from collections.abc import Sequence

from grader.errors import GraderError
from grader.model.exercise import Assignment, Course, Exercise
from grader.model.submission import Submission


def selected(
    course: Course, submission: Submission, only: Sequence[str] | None
) -> list[tuple[Assignment, list[Exercise]]]:
    """The exercises named by `only` ("A07", "a07_logistic", "A08.one_hot"), in the order of the course; without `only`,
    those of every assignment that was handed in. Raises GraderError for a name the course does not have.
    """
    if only is None:
        present = {m.slug for m in submission.modules}
        return [(a, list(a.exercises)) for a in course.assignments if a.slug in present]
    wanted = [_exercises(course, name) for name in only]
    ids = {e.id for group in wanted for e in group}
    chosen = [(a, [e for e in a.exercises if e.id in ids]) for a in course.assignments]
    return [(a, exercises) for a, exercises in chosen if exercises]


def _exercises(course: Course, name: str) -> Sequence[Exercise]:
    try:
        return (course.exercise(name),) if "." in name else course.assignment(name).exercises
    except KeyError:
        known = ", ".join(a.id for a in course.assignments)
        raise GraderError(f"{name}: this course has no such assignment or function", f"it has {known}") from None

"""A template repository for GitHub Classroom: as for students, with the workflow that Classroom reads points from."""

from __future__ import annotations

from grader.errors import GraderError
from grader.release.files import File
from grader.release.request import Request
from grader.release.student import content
from grader.release.template import filled


def files(wanted: Request) -> tuple[File, ...]:
    """Raises GraderError for a course of one's own: its pages would have to be in the students' repositories."""
    if wanted.course is not None:
        raise GraderError(
            "a course of your own cannot judge in a student's repository",
            "put it into a package and name that: --grader",
        )
    values = {"requirement": wanted.requirement, "targets": wanted.targets}
    return (*content(wanted), filled("classroom.yml", ".github/workflows/classroom.yml", **values))

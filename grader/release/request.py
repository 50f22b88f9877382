"""What is to be released."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader import __version__
from grader.course.index import Index, IndexedAssignment
from grader.course.places import Places, places
from grader.errors import GraderError
from grader.locale import Words

PACKAGE = "ptzta-grader"


@dataclass(frozen=True)
class Request:
    """`assignments` in the order of the course. `requirement` is what pip installs the grader from; `course` the folder
    of a course other than the built-in one; `hidden` a file of cases that nobody is shown.
    """

    assignments: tuple[IndexedAssignment, ...]
    places: Places
    words: Words
    requirement: str
    course: Path | None = None
    hidden: Path | None = None

    @property
    def targets(self) -> str:
        """The ids, named one by one: what a student deletes is still asked for."""
        return " ".join(a.id for a in self.assignments)

    @property
    def points(self) -> float:
        return sum(f.points for a in self.assignments for f in a.core)


def request(
    index: Index,
    names: Sequence[str] = (),
    requirement: str = "",
    course: Path | None = None,
    hidden: Path | None = None,
) -> Request:
    """Everything of the course, or the assignments named. Raises GraderError for a name that the course does not have,
    and for a requirement that a shell or a workflow file could misread."""
    chosen = [_assignment(index, name) for name in names] or list(index.assignments)
    requirement = requirement or f"{PACKAGE}=={__version__}"
    if any(c in requirement for c in "\"'`$\\\n\r") or "${{" in requirement:
        raise GraderError(f"{requirement!r} is no requirement that pip takes", f"for example {PACKAGE}=={__version__}")
    ordered = tuple(a for a in index.assignments if a in chosen)
    return Request(ordered, places(course), Words("both", course), requirement, course, hidden)


def _assignment(index: Index, name: str) -> IndexedAssignment:
    found = index.assignment(name)
    if found is None:
        known = ", ".join(a.id for a in index.assignments)
        raise GraderError(f"{name}: this course has no such assignment", f"it has {known}")
    return found

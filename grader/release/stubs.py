"""The files students edit, as they are handed out."""

from __future__ import annotations

from pathlib import Path

from grader.course.index import IndexedAssignment
from grader.errors import GraderFault
from grader.release.files import File
from grader.release.request import Request

_UNWRITTEN = "raise NotImplementedError"
_SOLVED = "BEGIN SOLUTION"


def stub(wanted: Request, assignment: IndexedAssignment, suffix: str, folder: str) -> File:
    """One stub. Raises GraderFault when it is missing, or when an answer stands where a stub should be."""
    path = wanted.places.stubs / f"{assignment.slug}{suffix}"
    try:
        data = path.read_bytes()
    except OSError as error:
        raise GraderFault(f"{path}: {error.strerror}", "run `grader derive`") from None
    _unsolved(data.decode(), assignment, path)
    return File(f"{folder}/{path.name}", data)


def _unsolved(text: str, assignment: IndexedAssignment, path: Path) -> None:
    if _SOLVED in text or text.count(_UNWRITTEN) < len(assignment.functions):
        raise GraderFault(f"{path} is no stub: it has an answer in it", "run `grader derive`")

"""What `grader export` is given: one result, the results.jsonl of a batch, or the folder that holds it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from grader.errors import LearnerError
from grader.model.result import Result
from grader.report.result_read import loads, read_lines

LINES = "results.jsonl"
# With --anonymize a batch keeps what names people here.
_PRIVATE = "private"


def results(path: Path) -> Iterator[Result]:
    """The results one after the other: a class need not fit into memory. Raises GraderError, OSError."""
    if path.is_dir():
        path = path / LINES
        if not path.is_file():
            raise LearnerError("no_results", folder=str(path.parent))
    if path.suffix == ".jsonl":
        yield from read_lines(path)
    else:
        yield loads(path.read_text(encoding="utf-8", errors="replace"))


def one(found: Iterator[Result], student: str) -> Result:
    """The result of that submission, or the only one there is. Raises LearnerError."""
    several = [r for r in found if not student or r.submission == student]
    if len(several) == 1:
        return several[0]
    if not several:
        raise LearnerError("no_result", student=student)
    raise LearnerError("several_results")


def counted(path: Path, student: str) -> str:
    """The submission that counts for a student, who may have handed in "kim_2026" and be "2026" on the roster."""
    rows = csv.DictReader(io.StringIO(published(path, "functions.csv")))
    return next((row["submission"] for row in rows if row.get("student_id") == student), student)


def published(path: Path, name: str) -> str:
    """The table of that name that a batch wrote beside its results, "" when there is none."""
    folder = path if path.is_dir() else path.parent
    for file in (folder / name, folder / _PRIVATE / name):
        if (path.is_dir() or path.name == LINES) and file.is_file():
            return file.read_bytes().decode("utf-8-sig")
    return ""


def below(result: Result, prefix: str) -> Result:
    """The result with the paths of its files under `prefix`, as they are in a repository."""
    if not prefix:
        return result
    root = PurePosixPath(prefix.replace("\\", "/"))
    moved = (replace(a, path=str(root / a.path) if a.path else "") for a in result.assignments)
    return replace(result, assignments=tuple(moved))

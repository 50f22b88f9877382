"""Grades in the shape that each LMS reads back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import IO

from grader.errors import GraderError
from grader.model.gradebook import Grade
from grader.report.clean import one_line
from grader.report.gradebook.cells import Table, safe

_CANVAS_TITLE = re.compile(r"^(.*)\s\((\d+)\)$")
_CANVAS_KEYS = ("ID", "SIS User ID", "SIS Login ID", "Student")


def fill_canvas(exported: str, title: str, grades: Iterable[Grade]) -> tuple[str, int]:
    """The instructor's own gradebook export with one column filled in, and how many rows were.

    Every other cell stays as Canvas wrote it, and so do the rows of students without a grade: a blank against a score
    would count as a change. Points are scaled to the column's Points Possible. Raises GraderError: no such column.
    """
    text = exported.removeprefix("\ufeff")
    delimiter = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    try:
        rows = list(csv.reader(io.StringIO(text, newline=None), delimiter=delimiter))
    except csv.Error as error:
        raise GraderError(f"the Canvas export is damaged: {error}", "export it again") from None
    header = rows[0] if rows else []
    column = _column(header, title)
    keys = [header.index(key) for key in _CANVAS_KEYS if key in header]
    possible = _possible(rows, column)
    known = _by_any_name(grades)
    filled = 0
    for row in rows[1:]:
        if len(row) <= column or "Points Possible" in row[0]:
            continue
        grade = next((known[k] for at in keys if at < len(row) and (k := _folded(row[at])) in known), None)
        if grade is not None and grade.assignments and grade.max_points:
            row[column] = safe(round(grade.final * (possible or grade.max_points) / grade.max_points, 2))
            filled += 1
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue(), filled


def _column(header: Sequence[str], title: str) -> int:
    titles = [(at, name) for at, name in enumerate(header) if _CANVAS_TITLE.match(name)]
    chosen = [
        at for at, name in titles if title in (name, _CANVAS_TITLE.sub(r"\1", name), _CANVAS_TITLE.sub(r"\2", name))
    ]
    if not title and len(titles) == 1:
        return titles[0][0]
    if len(chosen) == 1:
        return chosen[0]
    names = ", ".join(name for _, name in titles[:8]) or "no assignment at all"
    raise GraderError(f"the Canvas export has no single column {title!r}", f"--canvas-column wants one of: {names}")


def _possible(rows: Sequence[Sequence[str]], column: int) -> float:
    for row in rows[1:3]:
        if row and "Points Possible" in row[0] and len(row) > column:
            if "read only" in row[column]:
                raise GraderError("that Canvas column is read only", "choose an assignment's own column")
            found = re.fullmatch(r"\s*(\d+(?:[.,]\d+)?)\s*", row[column])
            return float(found.group(1).replace(",", ".")) if found else 0.0
    return 0.0


def _by_any_name(grades: Iterable[Grade]) -> dict[str, Grade]:
    known: dict[str, Grade] = {}
    for grade in grades:
        names = [grade.id, grade.email, grade.email.partition("@")[0], grade.name, *grade.id.split("_")]
        for name in names:
            if name:
                known.setdefault(_folded(name), grade)
    return known


def _folded(cell: str) -> str:
    return re.sub(r"[\s,]", "", cell.removeprefix('="').removesuffix('"').casefold())


def write_moodle(stream: IO[str], grades: Iterable[Grade]) -> None:
    """What Moodle's gradebook import takes: identify by ID number or e-mail address, map Grade and feedback."""
    table = Table(stream, ["ID number", "Email address", "Full name", "Grade", "Maximum Grade", "Feedback comments"])
    for grade in grades:
        said = " | ".join(grade.comments)
        table.row(grade.id, grade.email, grade.name, grade.final if grade.assignments else None, grade.max_points, said)


def write_nbgrader(stream: IO[str], grades: Iterable[Grade]) -> None:
    """The columns of `nbgrader export`, quoted (its own are not). A missing student has 0, as nbgrader has it."""
    table = Table(
        stream,
        [
            "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email", "raw_score",
            "late_submission_penalty", "score", "max_score",
        ],
    )  # fmt: skip
    for grade in grades:
        last, _, first = grade.name.partition(" ") if " " in grade.name else (grade.name, "", "")
        for assignment in grade.assignments:
            raw = assignment.points + assignment.extra
            off = grade.penalty * raw / grade.points if grade.points else 0.0
            table.row(
                one_line(assignment.id), "", grade.submitted, grade.id, last, first, grade.email, raw, off, raw - off,
                assignment.max_points,
            )  # fmt: skip

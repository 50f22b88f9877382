"""Our own three tables: grades, functions, misconceptions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO

from grader.locale import Words
from grader.model.gradebook import Grade, MisconceptionRow
from grader.report.gradebook.cells import Code, Table

FUNCTION_COLUMNS = (
    "student_id", "submission", "function", "status", "points", "max_points", "tier", "diagnosis", "adjusted",
)  # fmt: skip


def write_grades(stream: IO[str], grades: Iterable[Grade], assignments: Sequence[str], words: Words) -> None:
    """One row per student, missing ones too. Points of an assignment include extra and bonus points."""
    table = Table(
        stream,
        [
            "student_id", "name", "status", "total", "max", "percent", *assignments, "late", "error", "report",
            "section", "email", "points", "penalty", "submitted", "attempt", "attempts", "adjusted", "comments",
        ],
    )  # fmt: skip
    for grade in grades:
        scored = bool(grade.assignments)
        table.row(
            grade.id, grade.name, grade.status, grade.final if scored else None, grade.max_points,
            grade.percent if scored else None,
            *([a.points + a.extra for a in grade.assignments] if scored else [None] * len(assignments)),
            grade.late_days, words.message(grade.error).replace("\n", " / ") if grade.error else "", grade.report,
            grade.section, grade.email, grade.points if scored else None, grade.penalty, grade.submitted,
            grade.attempt, grade.attempts, grade.adjusted, " | ".join(grade.comments),
        )  # fmt: skip


def function_rows(grade: Grade) -> Iterable[Sequence[object]]:
    """The long form, for one student."""
    for f in grade.functions:
        yield grade.id, grade.submission, f.id, f.status, f.points, f.max_points, f.tier, f.diagnosis, f.adjusted


def write_misconceptions(stream: IO[str], rows: Iterable[MisconceptionRow], words: Words) -> None:
    table = Table(
        stream,
        [
            "function", "misconception", "students", "attempted", "share", "points_lost", "sentence_ko", "sentence_en",
            "example",
        ],
    )  # fmt: skip
    for row in rows:
        said = [words.in_language(lang).message(row.sentence) for lang in ("ko", "en")]
        share = round(row.count / row.attempted, 4) if row.attempted else 0.0
        table.row(row.function, row.id, row.count, row.attempted, share, row.points_lost, *said, Code(row.example))

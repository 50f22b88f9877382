"""A class's grades from its results alone, or from the grades.csv that a batch wrote (roster, lateness and the
instructor's decisions are in there)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from grader.errors import GraderError
from grader.model.gradebook import AssignmentGrade, Grade
from grader.model.result import AssignmentResult, Result
from grader.report.clean import one_line

_NOT_ASSIGNMENTS = (
    "student_id", "name", "status", "total", "max", "percent", "late", "error", "report", "section", "email", "points",
    "penalty", "submitted", "attempt", "attempts", "adjusted", "comments",
)  # fmt: skip


def from_results(results: Sequence[Result]) -> tuple[Grade, ...]:
    """A row per student. Of several attempts ("kim", "kim@2") the one with most points counts, the later of equals.
    An assignment that others handed in and a student did not is 0 points."""
    most = _maxima(results)
    best: dict[str, Result] = {}
    attempts: dict[str, int] = {}
    for result in results:
        student = one_line(result.submission).partition("@")[0] or one_line(result.submission)
        attempts[student] = attempts.get(student, 0) + 1
        held = best.get(student)
        if held is None or _sum(result) >= _sum(held):
            best[student] = result
    return tuple(_grade(student, result, most, attempts[student]) for student, result in sorted(best.items()))


def _sum(result: Result) -> float:
    return result.totals.core + result.totals.extra


def _maxima(results: Iterable[Result]) -> dict[str, float]:
    most: dict[str, float] = {}
    for result in results:
        for assignment in result.assignments:
            core = sum(f.verdict.max_points for f in assignment.functions if f.verdict.tier == "core")
            most[assignment.id] = max(most.get(assignment.id, 0.0), core)
    return dict(sorted(most.items()))


def _grade(student: str, result: Result, most: Mapping[str, float], attempts: int) -> Grade:
    own = {a.id: a for a in result.assignments}
    assignments = tuple(_assignment(id, own.get(id), core) for id, core in most.items())
    whole = sum(most.values())
    points = sum(a.points + a.extra for a in assignments)
    faults = any(f.verdict.status == "grader_fault" for f in result.functions)
    return Grade(
        id=student,
        status="grader_fault" if faults else "graded" if result.assignments else "unreadable",
        submission=one_line(result.submission),
        attempts=attempts,
        submitted="",
        points=points,
        max_points=whole,
        final=points,
        percent=min(110.0, 100 * points / whole) if whole else 0.0,
        assignments=assignments if result.assignments else (),
    )


def _assignment(id: str, own: AssignmentResult | None, core: float) -> AssignmentGrade:
    verdicts = [f.verdict for f in own.functions] if own else []
    points = sum(v.points for v in verdicts if v.tier == "core")
    return AssignmentGrade(id, points, core, sum(v.points for v in verdicts if v.tier != "core"))


def from_table(text: str) -> tuple[Grade, ...]:
    """The rows of a grades.csv. Raises GraderError when it is none of ours."""
    try:
        rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=None)))
    except csv.Error as error:
        raise GraderError(f"grades.csv is damaged: {error}", "run the batch again") from None
    if rows and not {"student_id", "total", "max", "points", "penalty"} <= rows[0].keys():
        raise GraderError("that grades.csv is not one that grader batch wrote", "run the batch again")
    try:
        return tuple(_row(row) for row in rows)
    except (ValueError, OverflowError, LookupError, TypeError) as error:  # a column or a cell that is not there
        raise GraderError(f"grades.csv is damaged: {error}", "run the batch again") from None


def _row(row: Mapping[str, str]) -> Grade:
    scored = bool(row["total"])
    ids = [name for name in row if name not in _NOT_ASSIGNMENTS]
    return Grade(
        id=_text(row["student_id"]),
        name=_text(row["name"]),
        status=row["status"],
        email=_text(row["email"]),
        section=_text(row["section"]),
        attempt=int(row["attempt"] or 0),
        attempts=int(row["attempts"] or 0),
        submitted=_text(row["submitted"]),
        points=float(row["points"] or 0),
        max_points=float(row["max"] or 0),
        penalty=float(row["penalty"] or 0),
        final=float(row["total"] or 0),
        percent=float(row["percent"] or 0),
        late_days=int(row["late"] or 0),
        assignments=tuple(AssignmentGrade(id, float(row[id] or 0), 0.0) for id in ids) if scored else (),
        report=_text(row["report"]),
        comments=tuple(filter(None, [_text(row["comments"])])),
        adjusted=row["adjusted"] == "yes",
    )


def _text(cell: str) -> str:
    """What `cells.safe` was given."""
    return cell[1:] if cell[:1] == "'" and cell[1:].lstrip()[:1] in "=+-@＝＋－＠" else cell

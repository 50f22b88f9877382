"""A student's row of the gradebook, from their attempts and what the class was asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from grader.classroom.lateness import LatePolicy
from grader.gradebook.adjusting import Decisions
from grader.gradebook.rows import AttemptRow, StudentRow
from grader.model.gradebook import AssignmentGrade, FunctionGrade, Grade
from grader.model.verdict import Message


@dataclass(frozen=True)
class Rules:
    """How attempts become a grade. `core`: the core points of every assignment that the class was asked for, in order;
    what a student did not hand in counts as nothing. `functions`: their places. `which` is "best" or "last". `worth`
    has the most points and the tier of every function: an instructor may give points for what was never graded.
    """

    core: Mapping[str, float]
    functions: Mapping[str, int]
    policy: LatePolicy
    which: str = "best"
    worth: Mapping[str, tuple[float, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Graded:
    """A row, and the result data (after adjustments) that it came from; None when there is none."""

    grade: Grade
    data: dict[str, Any] | None
    prints: bytes = b""
    before: float | None = None

    @property
    def jump(self) -> float:
        """By how many percentage points the result itself changed since an earlier run."""
        return 0.0 if self.data is None or self.before is None else self.data["summary"]["percent"] - self.before


def graded(student: StudentRow, rules: Rules, decisions: Decisions) -> Graded:
    """The row of one student: the best or the last of their attempts."""
    base = Grade(
        id=student.id, status="missing", name=student.name, email=student.email, section=student.section,
        attempts=len(student.attempts), known=student.known, max_points=sum(rules.core.values()),
        comments=tuple(c.text for c in decisions.of(student.id)[1] if not c.target),
    )  # fmt: skip
    rows = [_of(base, student, attempt, rules, decisions) for attempt in student.attempts]
    if not rows:
        given = _given(student.id, (), rules, decisions)
        return Graded(replace(_counted(base, given, rules, 0), adjusted=True) if given else base, None)
    if rules.which == "last":
        return rows[-1]
    return max(rows, key=lambda row: (row.data is not None, row.grade.final, row.grade.points))


def _of(base: Grade, student: StudentRow, attempt: AttemptRow, rules: Rules, decisions: Decisions) -> Graded:
    days = rules.policy.days_late(_moment(attempt.submitted), student.extension, attempt.flagged_late)
    row = replace(
        base, status="pending", submission=attempt.submission, attempt=attempt.number, submitted=attempt.submitted,
        late_days=days,
    )  # fmt: skip
    if attempt.kept is None:
        return Graded(row, None)
    data = decisions.applied(json.loads(attempt.kept.payload), student.id)
    adjusted = set(decisions.of(student.id)[0])
    functions = tuple(
        _function(f, adjusted) for a in data["assignments"] if a["id"] in rules.core for f in a["functions"]
    )
    row = replace(
        row, status=_status(attempt.kept.state, data), statuses=_statuses(functions, rules.functions),
        error=_error(data, functions), seconds=attempt.kept.seconds, adjusted=bool(adjusted),
    )  # fmt: skip
    functions += _given(student.id, functions, rules, decisions)
    return Graded(_counted(row, functions, rules, days), data, attempt.kept.prints, attempt.kept.previous_percent)


def _counted(row: Grade, functions: tuple[FunctionGrade, ...], rules: Rules, days: int) -> Grade:
    """The row with what these functions come to."""
    assignments = tuple(_assignment(identifier, core, functions) for identifier, core in rules.core.items())
    points = sum(a.points + a.extra for a in assignments)
    penalty = round(points * rules.policy.percent_off(days) / 100.0, 4)
    final = points - penalty
    percent = min(110.0, 100.0 * final / row.max_points) if row.max_points else 0.0
    return replace(
        row, points=points, penalty=penalty, final=final, percent=round(percent, 2), assignments=assignments,
        functions=functions,
    )  # fmt: skip


def _given(
    student: str, functions: Sequence[FunctionGrade], rules: Rules, decisions: Decisions
) -> tuple[FunctionGrade, ...]:
    """Points that an instructor gave for what was not graded: the file was damaged, or never came."""
    graded = {f.id for f in functions}
    return tuple(
        FunctionGrade(target, "skip", each.points, *rules.worth[target], adjusted=True)
        for target, each in decisions.of(student)[0].items()
        if target not in graded and target in rules.worth and each.points is not None
    )


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _function(data: dict[str, Any], adjusted: set[str]) -> FunctionGrade:
    diagnosis = data["diagnosis"]["id"] if data["diagnosis"] else ""
    return FunctionGrade(
        data["id"], data["status"], data["points"], data["max_points"], data["tier"], diagnosis, data["id"] in adjusted
    )


def _assignment(identifier: str, core: float, functions: Sequence[FunctionGrade]) -> AssignmentGrade:
    mine = [f for f in functions if f.id.partition(".")[0] == identifier]
    points = sum((f.points for f in mine if f.tier == "core"), 0.0)
    return AssignmentGrade(identifier, points, core, sum((f.points for f in mine if f.tier != "core"), 0.0))


def _statuses(functions: Sequence[FunctionGrade], places: Mapping[str, int]) -> tuple[str, ...]:
    found = [""] * len(places)
    for function in functions:
        if function.id in places:
            found[places[function.id]] = function.status
    return tuple(found)


def _status(state: str, data: Mapping[str, Any]) -> str:
    if state != "graded":
        return "grader_fault"
    findings = [f["finding"] for a in data["assignments"] for f in a["functions"]]
    return "unreadable" if all(_unread(finding) for finding in findings) else "graded"


def _unread(finding: Mapping[str, Any] | None) -> bool:
    """Whether there was no text to call anything in, or it did not load."""
    return finding is not None and (
        finding["domain"] == "submission" or finding["id"] in ("finding.not_loaded", "finding.no_file")
    )


def _error(data: dict[str, Any], functions: Sequence[FunctionGrade]) -> Message | None:
    """The first thing that kept something from being graded."""
    problems = [a["problem"] for a in data["assignments"] if a["problem"]] + data["submission"]["problems"]
    problems = [p for p in problems if p["id"] != "chosen"]
    if problems:
        return Message("submission", problems[0]["id"], dict(problems[0]["params"]))
    if functions and all(f.status in ("error", "grader_fault") for f in functions):
        finding = data["assignments"][0]["functions"][0]["finding"]
        return Message(finding["domain"], finding["id"], dict(finding["params"])) if finding else None
    return None

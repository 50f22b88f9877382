"""CTRF (ctrf.io), the JSON report that test dashboards and chat bots share."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from grader.locale import Words
from grader.model.result import Result
from grader.report.clean import one_line
from grader.report.exports.entries import Entry, earned, entries, possible

SPECIFICATION = "0.0.0"
_STATUS = {"pass": "passed", "carried": "passed", "todo": "pending", "skip": "skipped", "grader_fault": "other"}
_STATES = ("passed", "failed", "skipped", "pending", "other")


def render(results: Sequence[Result], words: Words) -> str:
    """One document for all results."""
    tests = [_test(e, r, len(results) > 1) for r in results for e in entries(r, words)]
    start = min((_milliseconds(r.environment.started) for r in results), default=0)
    identity = " ".join(f"{r.digest}:{r.environment.seed}" for r in results)
    document = {
        "reportFormat": "CTRF",
        "specVersion": SPECIFICATION,
        "reportId": str(uuid.uuid5(uuid.NAMESPACE_OID, identity)),
        "generatedBy": "grader",
        "results": {
            "tool": {"name": "grader", "version": one_line(results[0].environment.grader) if results else ""},
            "summary": {
                "tests": len(tests),
                **{state: sum(t["status"] == state for t in tests) for state in _STATES},
                "suites": len({tuple(t["suite"]) for t in tests}),
                "start": start,
                "stop": start + sum(t["duration"] for t in tests),
            },
            "tests": tests,
            "extra": {"submissions": [_submission(r) for r in results]},
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _test(entry: Entry, result: Result, several: bool) -> dict[str, Any]:
    student = one_line(result.submission)
    test: dict[str, Any] = {
        "id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{student} {entry.id}")),
        "name": entry.id,
        "status": _STATUS.get(entry.status, "failed"),
        "duration": round(1000 * entry.seconds),
        "suite": [student, entry.assignment] if several else [entry.assignment],
        "rawStatus": entry.status,
        "labels": {"points": entry.points, "max_points": entry.max_points, "tier": entry.tier},
    }
    if entry.diagnosis:
        test["labels"]["diagnosis"] = entry.diagnosis
    given = {"message": entry.sentence, "trace": entry.details, "filePath": entry.path, "line": entry.line}
    test |= {key: value for key, value in given.items() if value}
    if entry.printed:
        test["stdout"] = entry.printed.splitlines()
    return test


def _submission(result: Result) -> dict[str, Any]:
    return {
        "id": one_line(result.submission),
        "points": earned(result),
        "max_points": possible(result),
        "seed": result.environment.seed,
        "torch": one_line(result.environment.torch),
    }


def _milliseconds(started: str) -> int:
    """Since the epoch; 0 for a result that does not say when."""
    try:
        return round(1000 * datetime.fromisoformat(started).timestamp())
    except ValueError:
        return 0

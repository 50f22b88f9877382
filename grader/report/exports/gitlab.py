"""GitLab's code quality report: an issue on the student's line for each function that does not pass."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from grader.locale import Words
from grader.model.result import Result
from grader.report.exports.entries import UNTOUCHED, Entry, entries, state

_SEVERITY = {"rule": "minor", "partial": "minor", "grader_fault": "info"}


def render(results: Sequence[Result], words: Words) -> str:
    """The list of issues of the one result. A fingerprint stays the same while the mistake does."""
    (result,) = results
    issues = [_issue(e, words) for e in entries(result, words) if not e.passed and e.status not in UNTOUCHED]
    return json.dumps(issues, ensure_ascii=False, indent=1) + "\n"


def _issue(entry: Entry, words: Words) -> dict[str, Any]:
    identity = f"{entry.id}\n{entry.status}\n{entry.diagnosis}\n{entry.path}"
    return {
        "description": f"{entry.id} {state(entry.status, words)}: {entry.sentence}",
        "check_name": entry.diagnosis or f"grader.{entry.status}",
        "fingerprint": hashlib.sha256(identity.encode()).hexdigest(),
        "severity": _SEVERITY.get(entry.status, "major"),
        "location": {"path": entry.path or entry.assignment, "lines": {"begin": max(1, entry.line)}},
    }

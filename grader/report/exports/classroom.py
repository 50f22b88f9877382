"""What a step of GitHub Classroom's autograding hands to its reporter (as base64 in the step's output `result`).

The reporter's console table shows passed tests times the maximum; the points that are recorded are the sum of
`tests[].score`. Ours are exact in the second.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from grader.locale import Words
from grader.model.result import Result
from grader.report.clean import clean
from grader.report.exports.budget import fitting
from grader.report.exports.entries import Entry, entries, possible, state

VERSION = 1
# A step's output has to fit into an environment variable of the next step.
_LIMIT = 60_000


def render(results: Sequence[Result], words: Words) -> str:
    """The document of the one result."""
    (result,) = results
    tests = entries(result, words)
    return fitting(lambda room: json.dumps(_document(result, tests, words, room), ensure_ascii=False) + "\n", _LIMIT)


def _document(result: Result, tests: Sequence[Entry], words: Words, room: int) -> dict[str, Any]:
    core = [t for t in tests if t.tier == "core"] or list(tests)
    status = "pass" if core and all(t.passed for t in core) else "fail"
    if any(t.status == "grader_fault" for t in tests):
        status = "error"
    return {
        "version": VERSION,
        "status": status,
        "max_score": possible(result),
        "tests": [_test(t, words, room) for t in tests],
    }


def _test(test: Entry, words: Words, room: int) -> dict[str, Any]:
    failed = "error" if test.status in ("error", "timeout", "grader_fault") else "fail"
    told = clean(test.details or test.sentence, room) if room else ""
    return {
        "name": test.id,
        "status": "pass" if test.passed else failed,
        "score": round(test.points, 6),
        "message": told or state(test.status, words),
        "test_code": "",
        "filename": test.path,
        "line_no": test.line,
        "duration": round(1000 * test.seconds),
    }

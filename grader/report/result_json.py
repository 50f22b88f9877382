"""A result as JSON data, the source of every other format. `result.schema.json` describes it.

One line of `results.jsonl` is `dumps(result)`. Writing cleans every text; reading what was written gives the same
result, and writing that the same bytes.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from grader.locale import Words
from grader.model.result import AssignmentResult, FunctionResult, Result
from grader.report.plain import plain

SCHEMA = "grader/1"
SCHEMA_FILE = Path(__file__).with_name("result.schema.json")


def write(result: Result, course_root: str | Path | None = None) -> dict[str, Any]:
    """The result as JSON data. `course_root`: where the words of a course that is not the built-in one are."""
    words = Words("both", course_root)
    environment = result.environment
    return {
        "schema": SCHEMA,
        "generated_at": plain(environment.started),
        "tool": {"name": "grader", "version": plain(environment.grader)},
        "environment": {
            "python": plain(environment.python),
            "torch": plain(environment.torch),
            "course": plain(environment.course),
            "isolation": plain(environment.isolation),
            "isolation_detail": plain(environment.isolation_detail),
        },
        "seed": environment.seed,
        "submission": {
            "id": plain(result.submission),
            "sha256": plain(result.digest),
            "problems": plain(result.problems),
            "ignored": plain(result.ignored),
            "remarks": plain(result.remarks),
        },
        "summary": _summary(result),
        "assignments": [_assignment(a, words) for a in result.assignments],
    }


def dumps(result: Result, course_root: str | Path | None = None) -> str:
    """One line of strict JSON: sorted keys, no nan, UTF-8 text as it is, no line break inside."""
    return line(write(result, course_root))


def line(data: dict[str, Any]) -> str:
    """One line of `results.jsonl`, without its newline."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, allow_nan=False, separators=(",", ":"))


def _summary(result: Result) -> dict[str, Any]:
    totals = result.totals
    return {
        "points": float(totals.core + totals.extra),
        "max_points": float(totals.core_max),
        "percent": round(totals.percent, 2),
        "counts": dict(Counter(f.verdict.status for f in result.functions)),
        **plain(totals),
    }


def _assignment(assignment: AssignmentResult, words: Words) -> dict[str, Any]:
    verdicts = [f.verdict for f in assignment.functions]
    return {
        "id": plain(assignment.id),
        "slug": plain(assignment.slug),
        "points": sum((v.points for v in verdicts), 0.0),
        "max_points": sum((v.max_points for v in verdicts), 0.0),
        "path": plain(assignment.path),
        "problem": plain(assignment.problem),
        "plots": plain(assignment.plots),
        "functions": [_function(f, words) for f in assignment.functions],
    }


def _function(function: FunctionResult, words: Words) -> dict[str, Any]:
    verdict = function.verdict
    beside = plain(function)
    del beside["verdict"]
    return {
        **beside,
        **plain(verdict),
        "name": plain(verdict.id.partition(".")[2]),
        "message": _message(function, words),
    }


def _message(function: FunctionResult, words: Words) -> dict[str, str] | None:
    """What a reader without our catalogues can show: the cause when it is certain, else what is wrong."""
    verdict = function.verdict
    sentence = verdict.diagnosis.sentence if verdict.diagnosis else verdict.finding
    if sentence is None:
        return None
    return {lang: plain(text) for lang, text in words.each(sentence.domain, sentence.id, **sentence.params)}

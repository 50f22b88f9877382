"""PrairieLearn's results.json of an external grader."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from grader.locale import Words
from grader.model.result import FunctionResult, Result
from grader.report.clean import clean
from grader.report.exports.budget import fitting
from grader.report.exports.entries import Entry, earned, entries, number, possible, problems, state

_UNREADABLE = ("SyntaxError", "IndentationError", "TabError")


def render(results: Sequence[Result], words: Words) -> str:
    """The document of the one result. A file that Python cannot read costs no attempt: it is not gradable."""
    (result,) = results
    tests = entries(result, words)
    return fitting(lambda room: json.dumps(_document(result, tests, words, room), ensure_ascii=False) + "\n")


def _document(result: Result, tests: Sequence[Entry], words: Words, room: int) -> dict[str, Any]:
    errors = _format_errors(result, tests, words)
    most, got = possible(result), earned(result)
    share = min(1.0, got / most) if most else 0.0
    headline = words.say_short(
        "export", "score", points=number(got), max_points=number(most), percent=number(100 * got / most if most else 0)
    )
    return {
        "gradable": not errors,
        "format_errors": errors,
        "score": round(share, 6),
        "message": "\n".join([headline, *problems(result, words)]),
        "output": "",
        "tests": [_test(t, words, room) for t in tests],
    }


def _test(test: Entry, words: Words, room: int) -> dict[str, Any]:
    """Points in all of them: one test without would hide everybody's."""
    return {
        "name": test.id,
        "description": state(test.status, words),
        "points": round(test.points, 6),
        "max_points": test.max_points,
        "message": test.sentence,
        "output": clean(test.details, room) if room else "",
    }


def _format_errors(result: Result, tests: Sequence[Entry], words: Words) -> list[str]:
    unreadable = [a.id for a in result.assignments if a.problem is not None or any(map(_syntax, a.functions))]
    said = [next((t.sentence for t in tests if t.assignment == id), id) for id in unreadable]
    said += [f"{t.id}: {state(t.status, words)}" for t in tests if t.status == "grader_fault"]
    if not tests:
        said += problems(result, words) or [words.say_short("export", "nothing")]
    return list(dict.fromkeys(said))


def _syntax(function: FunctionResult) -> bool:
    finding = function.verdict.finding
    detail = str(finding.params.get("detail", "")) if finding is not None else ""
    return detail.startswith(_UNREADABLE)

"""Gradescope's results.json: one test per function, scores that sum to the total, nothing that is hidden."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from grader.locale import Words
from grader.model.result import Result
from grader.report.clean import clean, one_line
from grader.report.exports.budget import fitting
from grader.report.exports.entries import Entry, earned, entries, number, possible, problems, state
from grader.report.exports.marks import fence, inline


def render(results: Sequence[Result], words: Words) -> str:
    """The document of the one result. There is no score at the top: it would override the tests."""
    (result,) = results
    tests = entries(result, words)
    return fitting(lambda room: dumps(document(result, tests, words, room=room)))


def dumps(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def document(
    result: Result, tests: Sequence[Entry], words: Words, more: Sequence[str] = (), room: int = 10_000
) -> dict[str, Any]:
    """The document as data. `more` are sentences under the headline; `room` how much each test may say."""
    said = [_headline(result, words), *more, *problems(result, words)]
    environment = result.environment
    made = words.say_short(
        "export", "made", grader=environment.grader, torch=environment.torch, python=environment.python,
        seed=environment.seed,
    )  # fmt: skip
    return {
        "output": "\n\n".join(inline(line) for line in [*said, made]),
        "output_format": "md",
        "execution_time": round(sum(t.seconds for t in tests), 3),
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {"seed": environment.seed, "isolation": one_line(environment.isolation)},
        "tests": [_test(t, n, words, room) for n, t in _numbered(tests)],
    }


def _headline(result: Result, words: Words) -> str:
    share = number(100 * earned(result) / possible(result)) if possible(result) else "0"
    return words.say_short(
        "export", "score", points=number(earned(result)), max_points=number(possible(result)), percent=share
    )


def _numbered(tests: Sequence[Entry]) -> list[tuple[str, Entry]]:
    """7.1, 7.2 … for the functions of A07."""
    count: dict[str, int] = {}
    numbered = []
    for test in tests:
        count[test.assignment] = count.get(test.assignment, 0) + 1
        major = re.sub(r"\D", "", test.assignment).lstrip("0") or str(len(count))
        numbered.append((f"{major}.{count[test.assignment]}", test))
    return numbered


def _test(test: Entry, number: str, words: Words, room: int) -> dict[str, Any]:
    said = [inline(test.sentence)] if test.sentence else []
    if test.details and room:
        said.append(fence(clean(test.details, room)))
    tags = [test.assignment, test.tier, test.status]
    return {
        "name": test.id,
        "name_format": "text",
        "number": number,
        "score": round(test.points, 6),
        "max_score": test.max_points,
        "status": "passed" if test.passed else "failed",
        "output": "\n\n".join(said) or inline(state(test.status, words)),
        "output_format": "md",
        "visibility": "visible",
        "tags": tags,
        "extra_data": {"status": test.status, "diagnosis": test.diagnosis},
    }

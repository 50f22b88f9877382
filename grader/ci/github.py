"""What GitHub Actions reads from files: the job's summary and the step's outputs; and the notices of Classroom."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from math import floor
from pathlib import Path

from grader.locale import Words
from grader.model.result import Result
from grader.report.exports import classroom, md
from grader.report.exports.entries import earned, number, possible
from grader.report.exports.github import command


def tell(result: Result, words: Words, environment: Mapping[str, str]) -> None:
    """Append the summary, and the outputs `score`, `max` and `result` (what Classroom's reporter takes). Raises
    OSError."""
    _append(environment.get("GITHUB_STEP_SUMMARY", ""), md.render([result], words))
    encoded = base64.b64encode(classroom.render([result], words).encode()).decode()
    outputs = f"score={number(earned(result))}\nmax={number(possible(result))}\nresult={encoded}\n"
    _append(environment.get("GITHUB_OUTPUT", ""), outputs)


def notices(result: Result) -> str:
    """The two notices that GitHub Classroom records points from; whole points, halves rounded up."""
    points, most = _whole(earned(result)), _whole(possible(result))
    report = json.dumps({"totalPoints": points, "maxPoints": most}, separators=(",", ":"))
    return (
        command("notice", f"Points {points}/{most}", title="Autograding complete")
        + "\n"
        + command("notice", report, title="Autograding report")
        + "\n"
    )


def _whole(points: float) -> int:
    return floor(points + 0.5)


def _append(path: str, text: str) -> None:
    if path:
        with Path(path).open("a", encoding="utf-8", newline="") as file:
            file.write(text)

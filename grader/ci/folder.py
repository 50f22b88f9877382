"""The files that a job keeps as its artifact."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from grader.ci.platform import GITLAB
from grader.locale import Words
from grader.model.result import Result
from grader.report.exports import exporter
from grader.report.result_json import dumps
from grader.workspace.files import write_atomically

CODE_QUALITY = "gl-code-quality-report.json"


def write(result: Result, out: Path, words: Words, platform: str) -> list[Path]:
    """Write report.html, results.json, junit.xml, ctrf.json, summary.md, and on GitLab the code quality report.
    Returns their paths. Raises OSError."""
    from grader.report.html.student import render as html

    made: dict[str, Callable[[], str]] = {
        "report.html": lambda: html(result, words),
        "results.json": lambda: dumps(result, words.course_root) + "\n",
        "junit.xml": lambda: _exported("junit", result, words),
        "ctrf.json": lambda: _exported("ctrf", result, words),
        "summary.md": lambda: _exported("md", result, words),
    }
    if platform == GITLAB:
        made[CODE_QUALITY] = lambda: _exported("gitlab", result, words)
    for name, text in made.items():
        write_atomically(out / name, text())
    return [out / name for name in made]


def _exported(format: str, result: Result, words: Words) -> str:
    return str(exporter(format).render([result], words))

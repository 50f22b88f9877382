"""Workflow commands of GitHub Actions: annotations on the student's own lines.

GitHub shows ten of a kind per step, so we write at most eight. What a student can choose is always data of a command,
escaped, never a line of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from grader.locale import Words
from grader.model.result import Result
from grader.report.clean import one_line
from grader.report.exports.entries import UNTOUCHED, Entry, entries, number, state

MOST = 8
_LENGTH = 400


def render(results: Sequence[Result], words: Words) -> str:
    """Lines of workflow commands for the one result. A stub that nobody touched is not an error."""
    (result,) = results
    told = [e for e in entries(result, words) if not e.passed and e.status not in UNTOUCHED]
    errors = [e for e in told if e.status != "rule"]
    warnings = [e for e in told if e.status == "rule"]
    lines = [_annotation("error", e, words) for e in errors[:MOST]]
    lines += [_annotation("warning", e, words) for e in warnings[:MOST]]
    more = len(told) - len(lines)
    if more:
        lines.append(command("notice", words.say_short("export", "more", count=more)))
    return "".join(line + "\n" for line in lines)


def command(name: str, data: str, **properties: str | int) -> str:
    """One workflow command on one line, with everything escaped that the runner unescapes."""
    given = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{name}{' ' if given else ''}{given}::{_data(data)}"


def _annotation(kind: str, entry: Entry, words: Words) -> str:
    place: dict[str, str | int] = {"file": entry.path} if entry.path else {}
    if entry.path and entry.line:
        place["line"] = entry.line
    earned = f"{number(entry.points)}/{number(entry.max_points)}"
    title = f"{entry.id} {state(entry.status, words)} {earned}"
    tag = f" [{entry.diagnosis}]" if entry.diagnosis else ""
    return command(kind, one_line(entry.sentence, _LENGTH - len(tag)) + tag, **place, title=title)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

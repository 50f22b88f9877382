"""One line for each problem, as compilers write them: `file:line:column: error: text [function]`.

Editors and problem matchers read it. A place in a notebook is `file:cell 3:line:column:`, as ruff has it.
"""

from __future__ import annotations

from collections.abc import Iterator

from grader.locale import Words
from grader.model.outcome import Place
from grader.model.result import AssignmentResult, FunctionResult, Result
from grader.model.verdict import Message, Verdict
from grader.report.clean import one_line

_DONE = ("pass", "carried")


def render(result: Result, words: Words, folder: str = "") -> str:
    """The lines; `folder` stands before the files' names ("" or with a slash at its end)."""
    lines = [_line(a, f, words, folder) for a in result.assignments for f in a.functions]
    told = [_said(words, Message("submission", p.id, dict(p.params))) for p in result.problems]
    flat = [line for group in lines for line in group] + [f"{folder or './'}:1:1: warning: {text}" for text in told]
    return "".join(f"{line}\n" for line in flat)


def _line(assignment: AssignmentResult, function: FunctionResult, words: Words, folder: str) -> Iterator[str]:
    verdict = function.verdict
    file = folder + one_line(assignment.path or f"{assignment.slug}.py")
    tag = f"[{verdict.id}{f' {verdict.diagnosis.id}' if verdict.diagnosis else ''}]"
    start = Place(function.source_file, function.source_line or 1)
    for breach in verdict.breaches:
        id = "rule.required" if breach.required else "rule.forbidden"
        place = breach.place or start
        said = words.say_short("terminal", id, call=one_line(breach.call), line=place.line)
        yield f"{_where(file, place)}: {_level(verdict)}: {said} {tag}"
    if verdict.status in (*_DONE, "rule"):
        return
    texts = [m for m in (verdict.finding, verdict.diagnosis.sentence if verdict.diagnosis else None) if m]
    said = " ".join(_said(words, m) for m in texts) or words.say_short("report", f"status.{verdict.status}")
    yield f"{_where(file, verdict.place or start)}: {_level(verdict)}: {said} {tag}"


def _level(verdict: Verdict) -> str:
    """What is not written is no error, and what is optional is only a warning: the exit code says the same."""
    if verdict.status in ("todo", "skip"):
        return "info"
    return "error" if verdict.tier == "core" else "warning"


def _where(file: str, place: Place) -> str:
    cell = f":{place.file}" if place.file.startswith("cell ") else ""
    return f"{file}{cell}:{place.line}:1"


def _said(words: Words, message: Message) -> str:
    return one_line(words.say_short(message.domain, message.id, **message.params))

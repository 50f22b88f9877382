"""The job's log. On GitHub a line of the log can be a command, so whatever a student may have written stands between
tokens that stop the runner from reading commands."""

from __future__ import annotations

import secrets
from dataclasses import replace

from grader.ci.platform import GITHUB
from grader.grading.totals import totals
from grader.locale import Words
from grader.model.result import AssignmentResult, Result
from grader.report.exports import github
from grader.report.exports.github import command
from grader.report.terminal import Look, render


def text(result: Result, words: Words, look: Look, platform: str) -> str:
    """The report for the log: plain, or on GitHub in one group per assignment with annotations after them."""
    if platform != GITHUB:
        return render(result, words, look)
    groups = "".join(_group(a, result, words, look) for a in result.assignments)
    return (groups or _stopped(render(result, words, look))) + github.render([result], words)


def _group(assignment: AssignmentResult, result: Result, words: Words, look: Look) -> str:
    alone = replace(
        result, assignments=(assignment,), totals=totals(f.verdict for f in assignment.functions), problems=()
    )
    title = f"{assignment.id} {words.say_short(assignment.slug, f'{assignment.id}.title')}"
    return f"{command('group', title)}\n{_stopped(render(alone, words, look))}::endgroup::\n"


def _stopped(text: str) -> str:
    token = secrets.token_hex(16)
    return f"{command('stop-commands', token)}\n{text.rstrip()}\n::{token}::\n"

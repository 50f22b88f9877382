"""Feedback as a notebook shows it: HTML where there is HTML, the terminal's report everywhere else."""

from __future__ import annotations

from pathlib import Path

from grader.errors import GraderError, LearnerError
from grader.grading.totals import DONE
from grader.jupyter.kernel import shell
from grader.locale import Words
from grader.model.result import Result


class Feedback:
    """A result that shows itself. `passed`: whether every function that was asked about passes."""

    def __init__(self, result: Result, course: Path | None = None) -> None:
        self.result = result
        self._course = course

    @property
    def passed(self) -> bool:
        verdicts = [f.verdict for f in self.result.functions]
        return bool(verdicts) and all(v.status in DONE for v in verdicts)

    def __repr__(self) -> str:
        from grader.cli.console import Console
        from grader.report.terminal import Look, render

        return render(self.result, _words(self._course), Look(Console().columns)).rstrip("\n")

    def _repr_html_(self) -> str:
        from grader.report.html.fragment import render

        return render(self.result, _words(self._course))


def show(feedback: Feedback) -> None:
    """Display it now: a cell may check several functions, and only its last value would be displayed."""
    if shell() is not None:
        from IPython.display import display

        display(feedback)  # type: ignore[no-untyped-call,unused-ignore]
    else:
        _out(repr(feedback))


def sorry(error: GraderError) -> None:
    """Say what cannot be graded, in words instead of a traceback through the grader."""
    words = _words(None)
    text, step = error.message, error.hint
    if isinstance(error, LearnerError):
        text = words.say("cli", f"error.{error.id}", **error.params)
        step = words.say("cli", f"error.{error.next_id}.next", **error.params)
    _out(f"{words.say_short('cli', 'error')}: {text}" + (f"\n  {step}" if step else ""))


def _words(course: Path | None) -> Words:
    from grader.cli.console import Console

    return Words(Console().lang, course)


def _out(text: str) -> None:
    from grader.cli.console import Console

    Console().out(text + "\n")

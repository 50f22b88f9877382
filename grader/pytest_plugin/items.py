"""A check of a function as a test: one group of its cases, its contract, or its rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from grader.course.index import IndexedFunction
from grader.errors import GraderError
from grader.grading.totals import DONE
from grader.model.submission import Submission
from grader.model.verdict import Verdict
from grader.pytest_plugin.judging import Graded, Judging
from grader.pytest_plugin.telling import Telling
from grader.report.clean import clean

CHECKS = ("seen", "ordinary", "corner", "contract", "rules")
NOT_HANDED_IN = ("todo", "skip")


class CheckFailed(Exception):
    """What the student gets to read; the first line is the summary."""


class CheckItem(pytest.Item):
    """`sigmoid[corner]` in `a07_logistic.py`."""

    def fill(self, judging: Judging, telling: Telling, submission: Submission) -> None:
        self._judging, self._telling, self.submission = judging, telling, submission
        self.graded: Graded | None = None

    def ask(self, function: IndexedFunction, check: str, line: int) -> None:
        self.function, self.check, self._line = function, check, line
        self.extra_keyword_matches.update({function.id, function.tier})

    def setup(self) -> None:
        """Grading happens here: what the grader itself cannot do is an error, not a failure of the student's."""
        self.graded = self._judging(self.submission, self.function.id)

    def runtest(self) -> None:
        assert self.graded is not None
        verdict = self.graded.function.verdict
        if verdict.printed:
            self.add_report_section("call", "stdout", clean(verdict.printed))
        if verdict.status in NOT_HANDED_IN:
            raise pytest.skip.Exception(self._telling.absent(verdict), _use_item_location=True)
        outcome = passes(verdict, self.check)
        if outcome is None:
            raise pytest.skip.Exception(self._telling.unasked(), _use_item_location=True)
        if not outcome:
            raise CheckFailed(self._telling.failure(self.graded, self.check, self._speaker(verdict)))

    def _speaker(self, verdict: Verdict) -> str:
        """Which of the function's failing checks tells it all: the one of the case that is shown, or the first."""
        same = [i for i in self.session.items if isinstance(i, CheckItem) and i.function == self.function]
        failing = [i.check for i in same if i.submission is self.submission and passes(verdict, i.check) is False]
        kind = verdict.case.kind if verdict.case else ""
        shown = {"random": "ordinary"}.get(kind, kind)
        return shown if shown in failing else next((c for c in failing if c != "rules"), self.check)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, self._line - 1 if self._line else None, self.name

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:  # noqa: ARG002
        """Our words instead of a traceback through the grader."""
        if isinstance(excinfo.value, CheckFailed):
            text = str(excinfo.value)
        elif isinstance(excinfo.value, GraderError):
            text = self._telling.fault(excinfo.value)
        else:
            return super().repr_failure(excinfo)
        shown: Any = excinfo.getrepr(style="native")
        shown.reprtraceback.reprentries[0].lines = [text + "\n"]
        if shown.reprcrash is not None:
            shown.reprcrash.path, shown.reprcrash.lineno = str(self.path), self._place()
            shown.reprcrash.message = text.partition("\n")[0]
        return shown

    def _place(self) -> int:
        place = self.graded.function.verdict.place if self.graded else None
        return place.line if place else self._line


def passes(verdict: Verdict, check: str) -> bool | None:
    """Whether one check of a function passes; None when there is nothing to say about it."""
    if verdict.status in DONE:
        return True if check in ("rules", *(g.id for g in verdict.groups)) else None
    if check == "rules":
        return False if verdict.breaches else (None if verdict.status in ("error", "timeout") else True)
    if not verdict.groups:
        return False
    group = next((g for g in verdict.groups if g.id == check), None)
    return group.passed == group.total if group else None

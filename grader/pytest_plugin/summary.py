"""What a run as a whole means: points, and an exit code as `grader check` has it."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest

from grader.pytest_plugin.items import NOT_HANDED_IN, CheckItem
from grader.pytest_plugin.judging import Judging
from grader.pytest_plugin.telling import Telling

_NOTE = "grader"


class Summary:
    """Notes travel on the reports, so that they reach the controller of pytest-xdist too."""

    def __init__(self, judging: Judging, telling: Telling) -> None:
        self._judging = judging
        self._telling = telling
        self._functions: dict[str, dict[str, Any]] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if isinstance(item, CheckItem) and item.graded is not None and call.when == "call":
            verdict = item.graded.function.verdict
            note = {"id": f"{item.path}::{verdict.id}", "status": verdict.status, "tier": verdict.tier}
            setattr(report, _NOTE, {**note, "points": verdict.points, "max_points": verdict.max_points})
            if report.failed and verdict.tier != "core":  # what is optional does not break a build
                report.outcome = "skipped"
                report.wasxfail = f"{verdict.tier}: {_first_line(call)}"
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        note = getattr(report, _NOTE, None)
        if note:
            self._functions[note["id"]] = note

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """A stub is skipped, and yet a core function that is a stub is not a pass."""
        unwritten = [n for n in self._functions.values() if n["tier"] == "core" and n["status"] in NOT_HANDED_IN]
        if exitstatus == pytest.ExitCode.OK and unwritten:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self._functions:
            notes = self._functions.values()
            most = sum(n["max_points"] for n in notes if n["tier"] == "core")
            said = self._telling.total(sum(n["points"] for n in notes), most, self._judging.seed)
            terminalreporter.write_line(said)


def _first_line(call: pytest.CallInfo[None]) -> str:
    return str(call.excinfo.value).partition("\n")[0] if call.excinfo else ""

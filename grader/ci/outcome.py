"""What a run means: an exit code, and one line that any log can be searched for."""

from __future__ import annotations

from grader.grading.totals import DONE
from grader.model.result import Result
from grader.report.exports.entries import earned, number, possible

PASSED, BELOW, USAGE, FAULT = 0, 1, 2, 3
_STATUS = {PASSED: "pass", BELOW: "below", USAGE: "usage", FAULT: "fault"}


def exit_code(result: Result, fail_under: float | None) -> int:
    """0 when the percentage is at least `fail_under`; without it, when every selected core function passes."""
    verdicts = [f.verdict for f in result.functions]
    if not verdicts:
        return USAGE
    if any(v.status == "grader_fault" for v in verdicts):
        return FAULT
    if fail_under is not None:
        return PASSED if result.totals.percent >= fail_under else BELOW
    judged = [v for v in verdicts if v.tier == "core"] or verdicts
    return PASSED if all(v.status in DONE for v in judged) else BELOW


def last_line(result: Result | None, code: int) -> str:
    """GRADER: score=96 max=200 status=below exit=1"""
    score, most = (number(earned(result)), number(possible(result))) if result else ("0", "0")
    return f"GRADER: score={score} max={most} status={_STATUS.get(code, 'fault')} exit={code}\n"

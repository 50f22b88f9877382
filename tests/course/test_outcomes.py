"""The miniature course: one exercise for each way to end, through the whole engine."""

from pathlib import Path

import pytest

from grader.derive import derive, stale
from grader.grading import Session
from grader.model.result import Result
from grader.report import result_json, result_read
from grader.submission import read_submission

MINI = Path(__file__).parent / "mini"
SLUGS = ("m01_outcomes", "m02_missing", "m03_broken")

STATUSES = {
    "M01.passes": "pass",
    "M01.partly": "partial",
    "M01.fails": "fail",
    "M01.raises": "error",
    "M01.hangs": "timeout",
    "M01.dies": "error",
    "M01.loops": "rule",
    "M01.unwritten": "todo",
    "M01.leans": "carried",
    "M01.absent": "error",
    "M02.skipped": "skip",
    "M03.faulty": "grader_fault",
}
FINDINGS = {"M01.raises": "raised", "M01.hangs": "timeout", "M01.dies": "died", "M01.absent": "missing"}


@pytest.fixture(scope="module")
def result() -> Result:
    with Session(course=MINI, seed=3, wall=1.0) as session:
        return session.grade(read_submission(MINI / "submission", SLUGS), only=list(STATUSES))


@pytest.mark.parametrize("id", STATUSES)
def test_status(id: str, result: Result) -> None:
    verdict = next(f.verdict for f in result.functions if f.verdict.id == id)
    assert verdict.status == STATUSES[id]
    if id in FINDINGS:
        assert verdict.finding.id == f"finding.{FINDINGS[id]}"
    assert (verdict.points == verdict.max_points) == (verdict.status in ("pass", "carried"))
    assert verdict.points == 0 or verdict.status in ("pass", "carried", "partial")


def test_causes(result: Result) -> None:
    causes = {f.verdict.id: f.verdict.diagnosis.id for f in result.functions if f.verdict.diagnosis}
    assert causes["M01.fails"] == "factor_forgotten"
    assert causes["M01.partly"] == "class.extreme"
    leans = next(f.verdict for f in result.functions if f.verdict.id == "M01.leans")
    assert leans.carried_from == ("M01.fails",)


def test_it_survives_being_written_down(result: Result) -> None:
    assert result_read.read(result_json.write(result, MINI)).totals == result.totals


def test_derived_files_are_in_step() -> None:
    assert stale(derive(MINI)) == []

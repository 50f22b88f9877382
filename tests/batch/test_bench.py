"""What the grader itself gets wrong costs one row, and workers that cannot start end the class with a sentence."""

import sys

import pytest

from grader.batch.bench import Bench
from grader.batch.job import Job, Setup
from grader.batch.local import LocalPool
from grader.errors import GraderError, GraderFault
from grader.submission import read_upload
from tests.batch.twelve import RIGHT

SETUP = Setup(None, 5, 1.0, weak=True, assignments=("A07.sigmoid",), epoch="1")
JOB = Job(3, read_upload(RIGHT.encode(), "a07_logistic.py", ("a07_logistic",), identifier="kim"))


@pytest.fixture(scope="module")
def bench():
    with Bench(SETUP) as opened:
        yield opened


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (GraderError("no such thing", "mend it"), "no such thing"),
        (ZeroDivisionError("by zero"), "ZeroDivisionError: by zero"),
    ],
)
def test_a_fault_is_its_rows_own(bench, monkeypatch, error, told):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr(bench._session, "grade", fail)
    finished = bench.grade(JOB)
    assert (finished.number, finished.fault) == (3, told)
    monkeypatch.undo()
    finished = bench.grade(JOB)
    assert (finished.number, finished.fault, finished.percent) == (3, "", 100.0)


def test_workers_that_do_not_start_are_a_fault_that_says_where_to_look(tmp_path, monkeypatch):
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\necho no torch in here >&2\nexit 7\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    pool = LocalPool(SETUP, 1, tmp_path / "log")
    with pytest.raises(GraderFault, match=r"do not start \(.*7.*\): no torch in here") as told:
        pool.hello()
    pool.close()
    assert str(tmp_path / "log") in told.value.hint

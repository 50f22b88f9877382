"""kill -9 at any moment, run again: the files are those of an undisturbed run, byte for byte."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time

import pytest

from tests.batch.twelve import arguments, environment, grade, published


def interrupted(submissions, out, after_lines: int, number: int) -> int:
    """Starts a batch, sends a signal once so many lines were said; the exit code."""
    process = subprocess.Popen(
        arguments(submissions, out), env=environment(), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    assert process.stderr is not None
    for _ in range(after_lines):
        process.stderr.readline()
    time.sleep(random.random() * 0.05)
    os.kill(process.pid, number)
    rest = process.stderr.read()
    process.stderr.close()
    code = process.wait(timeout=60)
    return code if number == signal.SIGKILL else (code, rest)


@pytest.mark.slow
def test_killed_and_run_again(graded, tmp_path):
    submissions, out, _ = graded
    for after_lines in (4, 11):
        assert interrupted(submissions, tmp_path / "out", after_lines, signal.SIGKILL) in (-9, 0)
    grade(submissions, tmp_path / "out")
    assert published(tmp_path / "out") == published(out)


def test_ctrl_c_says_how_to_go_on(graded, tmp_path):
    submissions, _, _ = graded
    code, said = interrupted(submissions, tmp_path / "out", 3, signal.SIGINT)
    assert code == 130
    assert "Run the same command again" in said
    assert "Traceback" not in said


def test_two_batches_on_one_folder_are_refused(graded, tmp_path):
    from grader.errors import GraderError
    from grader.gradebook.store import Gradebook

    with Gradebook(tmp_path / ".grader" / "gradebook.sqlite"):
        with pytest.raises(GraderError, match="another grader"):
            Gradebook(tmp_path / ".grader" / "gradebook.sqlite")

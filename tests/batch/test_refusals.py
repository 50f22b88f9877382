"""What a disk or an instructor's file gets wrong is told before or instead of an hour of grading."""

from __future__ import annotations

import re
import sqlite3
import subprocess

import pytest

from grader.errors import GraderError
from grader.gradebook.rows import Kept
from grader.gradebook.store import Gradebook
from tests.batch.twelve import arguments, environment


@pytest.mark.parametrize(
    ("option", "content", "said"),
    [
        ("--canvas", "Student,ID,Homework 1 (7),Homework 2 (8)\n", "no single column"),
        ("--roster", "name\nKim\n", "no column student_id"),
        ("--hidden", "HIDDEN = 1 +", "hidden cases do not load"),
    ],
)
def test_a_wrong_file_is_told_before_anything_is_graded(graded, tmp_path, option, content, said):
    submissions, _, _ = graded
    (tmp_path / "given").write_text(content, encoding="utf-8")
    command = arguments(submissions, tmp_path / "out", option, str(tmp_path / "given"))
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert said in done.stderr
    assert not re.search(r"/12  ", done.stderr)
    assert not (tmp_path / "out" / "grades.csv").exists()


def test_a_deadline_that_is_no_time_is_told(tmp_path):
    command = arguments(tmp_path, tmp_path / "out", "--due", "2026-13-40")
    done = subprocess.run(
        command, env={**environment(), "GRADER_LANG": "en"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "--due 2026-13-40: not a time." in done.stderr


def test_a_full_disk_is_no_fault_of_the_graders(tmp_path):
    with Gradebook(tmp_path / "gradebook.sqlite") as gradebook:
        run = gradebook.begin("now", {})
        connection = gradebook._connection.connection.driver_connection
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        noise = bytes(range(256)) * 400
        with pytest.raises(GraderError, match="database or disk is full"):
            gradebook.keep(run, "key", Kept("kim", "{}", "graded", 1.0, noise), 1.0)
    assert sqlite3.connect(tmp_path / "gradebook.sqlite").execute("SELECT count(*) FROM results").fetchone() == (0,)

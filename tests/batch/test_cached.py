"""What a batch says while it runs is what it writes; and what is graded already costs no worker."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys

from tests.batch.twelve import ROOT, arguments, environment, grade

MINI = ROOT / "tests" / "course" / "mini"


def test_the_live_percentages_are_the_gradebooks(tmp_path):
    """One student handed in everything of one assignment: half of what the class was asked for, not all of it."""
    for student, files in {"one": ["m03_broken"], "both": ["m01_outcomes", "m03_broken"]}.items():
        (tmp_path / "in" / student).mkdir(parents=True)
        for file in files:
            shutil.copy(MINI / "solutions" / f"{file}.py", tmp_path / "in" / student)
    command = [sys.executable, "-m", "grader", "batch", "in", "--out", "out", "--course", str(MINI), "--jobs", "1"]
    done = subprocess.run(
        [*command, "--allow-weak-isolation", "--lang", "en"],
        cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    said = dict(re.findall(r"/2  (\S+)  (\d+) %", done.stderr))
    with open(tmp_path / "out" / "grades.csv", encoding="utf-8-sig", newline="") as stream:
        written = {row["student_id"]: f"{float(row['percent']):.0f}" for row in csv.DictReader(stream)}
    assert said == written
    assert int(said["both"]) >= 100
    assert int(said["one"]) < 60


def test_a_run_with_nothing_to_grade_starts_no_worker(copied):
    submissions, out = copied
    log = out / ".grader" / "workers.log"
    log.unlink()
    done = subprocess.run(
        arguments(submissions, out), env={**environment(), "PYTHONPROFILEIMPORTTIME": "1"}, capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    assert "Graded already: 12 of 12" in done.stderr
    assert not log.exists()
    imported = re.findall(r"import time: .*\| +(\S+)$", done.stderr, re.MULTILINE)
    assert "grader.batch.run" in imported
    assert "torch" not in imported


def test_another_state_of_the_course_asks_a_worker_again(copied):
    """What is remembered of the workers holds only for what it was remembered for."""
    submissions, out = copied
    greeting = out / ".grader" / "greeting.json"
    text = greeting.read_text(encoding="utf-8")
    greeting.write_text(text.replace('"holds_for": "', '"holds_for": "x'), encoding="utf-8")
    again = grade(submissions, out)
    assert "torch" in again.stderr
    assert greeting.read_text(encoding="utf-8") == text


def test_students_reports_have_pictures(graded):
    _, out, _ = graded
    page = (out / "students" / "kim.html").read_text(encoding="utf-8")
    assert 'class="plot' in page
    assert os.listdir(out / "students")

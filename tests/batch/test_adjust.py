"""What an instructor decides is kept with who, when and why, and survives every re-grading."""

from __future__ import annotations

import csv
import subprocess
import sys

from tests.batch.twelve import environment, grade


def adjust(out, *arguments: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "grader", "adjust", *arguments, "--out", str(out), "--lang", "en"]
    return subprocess.run(line, env=environment(), capture_output=True, text=True, timeout=120, check=False)


def points(out, student: str) -> str:
    with open(out / "grades.csv", encoding="utf-8-sig", newline="") as stream:
        return next(row["total"] for row in csv.DictReader(stream) if row["student_id"] == student)


def test_an_adjustment_survives_regrading_and_can_be_undone(copied):
    submissions, out = copied
    assert points(out, "wrong_sign") == "0"
    done = adjust(out, "wrong_sign", "A07.sigmoid", "--points", "2", "--why", "sign was our typo", "--who", "Prof. Lee")
    assert done.returncode == 0, done.stderr
    assert points(out, "wrong_sign") == "2"
    assert adjust(out, "wrong_sign", "--comment", "Come and see me", "--who", "TA").returncode == 0
    grade(submissions, out, "--fresh", "--only", "wrong_sign")
    assert points(out, "wrong_sign") == "2"
    page = (out / "students" / "wrong_sign.html").read_text(encoding="utf-8")
    assert "sign was our typo" in page
    history = adjust(out, "wrong_sign", "--history").stdout
    assert "Prof. Lee" in history
    assert "Come and see me" in history
    assert adjust(out, "wrong_sign", "A07.sigmoid", "--undo", "--who", "Prof. Lee").returncode == 0
    assert points(out, "wrong_sign") == "0"


def test_what_makes_no_sense_is_refused(copied, tmp_path):
    _, out = copied
    assert "no such student" in adjust(out, "nobody", "A07.sigmoid", "--points", "1", "--why", "x").stderr
    assert "reason" in adjust(out, "kim", "A07.sigmoid", "--points", "1").stderr
    assert "at most" in adjust(out, "kim", "A07.sigmoid", "--points", "99", "--why", "x").stderr
    assert "not asked" in adjust(out, "kim", "A01.nothing", "--points", "1", "--why", "x").stderr
    assert adjust(tmp_path / "none", "kim").returncode == 2

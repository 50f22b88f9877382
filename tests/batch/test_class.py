"""A class with everything in it: one row each, files that are safe to open, nothing in the wrong hands."""

from __future__ import annotations

import csv
import json
import re

import pytest

from tests.batch.twelve import grade, published


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_submission_has_exactly_one_row(graded):
    _, out, said = graded
    found = {row["student_id"]: row for row in rows(out / "grades.csv")}
    assert len(found) == len(rows(out / "grades.csv")) == 12
    assert {name for name, row in found.items() if row["status"] == "unreadable"} == {"syntax", "empty"}
    assert {name for name, row in found.items() if row["percent"] == "100"} == {"kim", "홍길동"}
    assert all(row["status"] in ("graded", "unreadable") for row in found.values())
    assert len((out / "results.jsonl").read_text(encoding="utf-8").splitlines()) == 12
    assert said.count("/12  ") == 12


def test_statuses_say_what_happened(graded):
    _, out, _ = graded
    sigmoid = {
        row["student_id"]: row["status"] for row in rows(out / "functions.csv") if row["function"] == "A07.sigmoid"
    }
    assert sigmoid["kim"] == "pass"
    assert sigmoid["stub"] == "todo"
    assert sigmoid["hanging"] == "timeout"
    assert sigmoid["exits"] == "error"
    assert sigmoid["raises"] == "error"
    assert sigmoid["wrong_sign"] == "fail"
    assert sigmoid["reads"] in ("error", "fail")
    mistakes = [row["misconception"] for row in rows(out / "misconceptions.csv") if row["function"] == "A07.sigmoid"]
    assert any("sign" in mistake for mistake in mistakes)


def test_files_are_inert(graded):
    _, out, _ = graded
    for name in ("grades.csv", "functions.csv", "misconceptions.csv", "moodle.csv"):
        with open(out / name, encoding="utf-8-sig", newline="") as stream:
            cells = [cell for row in csv.reader(stream) for cell in row]
        assert not [cell for cell in cells if re.match(r"\s*[=+@]", cell)]
    assert "'=cmd" in {row["student_id"] for row in rows(out / "grades.csv")}
    for page in [out / "class.html", *(out / "students").iterdir()]:
        assert "<script>alert(1)" not in page.read_text(encoding="utf-8")
    assert (out / "grades.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in (out / "grades.csv").read_bytes()


def test_links_of_the_class_page_exist(graded):
    _, out, _ = graded
    for row in rows(out / "grades.csv"):
        assert (out / row["report"]).is_file()
    page = (out / "class.html").read_text(encoding="utf-8")
    assert "kim" in page
    assert "홍길동" in page


def test_results_are_the_contract(graded):
    jsonschema = pytest.importorskip("jsonschema")
    from grader.report import result_read
    from grader.report.result_json import SCHEMA_FILE

    _, out, _ = graded
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    for result in result_read.read_lines(out / "results.jsonl"):
        assert result.environment.seed == 5
    for line in (out / "results.jsonl").read_text(encoding="utf-8").splitlines():
        jsonschema.validate(json.loads(line), schema)


def test_seed_and_store_are_the_owners_alone(graded):
    _, out, _ = graded
    assert (out / ".grader").stat().st_mode & 0o777 == 0o700
    for name in ("seed", "gradebook.sqlite"):
        assert (out / ".grader" / name).stat().st_mode & 0o777 == 0o600


def test_a_second_run_grades_nothing_and_changes_nothing(copied):
    submissions, out = copied
    before = published(out)
    again = grade(submissions, out)
    assert "/12  " not in again.stderr
    assert published(out) == before


def test_only_what_changed_is_graded_again(copied, tmp_path):
    import shutil

    submissions, out = copied
    changed = tmp_path / "changed"
    shutil.copytree(submissions, changed)
    shutil.copy(submissions / "kim" / "a07_logistic.py", changed / "stub" / "a07_logistic.py")
    again = grade(changed, out)
    assert re.findall(r"/12  (\S+)", again.stderr) == ["stub"]
    assert {row["student_id"]: row["percent"] for row in rows(out / "grades.csv")}["stub"] == "100"


def test_fresh_grades_one_again_and_a_roster_adds_the_missing(copied, tmp_path):
    submissions, out = copied
    roster = tmp_path / "roster.csv"
    roster.write_text("student_id,name\n20240001,kim\npark,Park\n", encoding="utf-8")
    again = grade(submissions, out, "--only", "20240001", "--fresh", "--roster", str(roster))
    assert re.findall(r"/1  (\S+)", again.stderr) == ["kim"]
    found = {row["student_id"]: row for row in rows(out / "grades.csv")}
    assert found["park"]["status"] == "missing"
    assert found["20240001"]["name"] == "kim"
    assert len(found) == 13


def test_anonymize_keeps_names_in_the_private_folder(copied):
    submissions, out = copied
    grade(submissions, out, "--anonymize")
    private = out / "private"
    assert private.stat().st_mode & 0o777 == 0o700
    assert {"kim", "홍길동"} <= {row["student_id"] for row in rows(private / "mapping.csv")}
    for path in [p for p in out.rglob("*") if p.is_file() and p.parts[-2] not in ("private", ".grader")]:
        text = path.read_text(encoding="utf-8")
        assert "홍길동" not in text, path
        assert "wrong_sign/" not in text, path
    assert (private / "grades.csv").is_file()
    assert all(p.name.startswith("s") for p in (out / "students").iterdir())

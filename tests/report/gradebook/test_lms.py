"""What LMSs and spreadsheets read back."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import GraderError
from grader.locale import Words
from grader.model.gradebook import AssignmentGrade, Grade
from grader.model.verdict import Message
from grader.report.gradebook.cells import Code, Table, safe
from grader.report.gradebook.lms import fill_canvas, write_moodle, write_nbgrader
from grader.report.gradebook.tables import write_grades


def grade(identifier: str, final: float = 13.0, **more: object) -> Grade:
    fields = {"status": "graded", "points": final, "final": final, "percent": final / 26 * 100, "max_points": 26.0,
              "assignments": (AssignmentGrade("A07", final, 26.0),)}  # fmt: skip
    return Grade(identifier, **{**fields, **more})


CANVAS = (
    "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Quiz (11),A07 (12),Final Score\r\n"
    "    Points Possible,,,,,10,100,(read only)\r\n"
    '"Kim, Minji",501,20240001,kim@u.ac.kr,S1,7,,70\r\n'
    '"=""Lee""",502,20240002,lee,S1,8,55,80\r\n'
    "Park,503,20240003,park,S1,9,44,90\r\n"
)


def test_canvas_is_filled_in_one_column_only():
    text, filled = fill_canvas(
        CANVAS, "A07", [grade("20240001"), grade("kimx_502", 26.0), grade("20240003", status="missing", assignments=())]
    )
    before, after = (list(csv.reader(io.StringIO(t.lstrip("\ufeff")))) for t in (CANVAS, text))
    assert filled == 2
    assert [row[6] for row in after] == ["A07 (12)", "100", "50", "100", "44"]
    assert [row[:6] + row[7:] for row in after] == [row[:6] + row[7:] for row in before]


def test_canvas_columns_are_never_guessed():
    for title in ("", "A08", "Final Score"):
        with pytest.raises(GraderError, match="no single column"):
            fill_canvas(CANVAS, title, [])
    assert fill_canvas(CANVAS, "12", [grade("503", 26.0)])[1] == 1
    assert (
        fill_canvas(CANVAS.replace(",", ";").replace('"Kim; Minji"', '"Kim, Minji"'), "A07 (12)", [grade("501")])[1]
        == 1
    )


def test_nbgrader_and_moodle():
    stream = io.StringIO()
    late = grade(
        "0012",
        name="Kim, Minji",
        points=20.0,
        penalty=2.0,
        final=18.0,
        submitted="2026-11-20",
        assignments=(AssignmentGrade("A07", 20.0, 26.0),),
    )
    write_nbgrader(stream, [late])
    row = next(csv.DictReader(io.StringIO(stream.getvalue())))
    assert (row["student_id"], row["raw_score"], row["late_submission_penalty"], row["score"]) == (
        "0012",
        "20",
        "2",
        "18",
    )
    stream = io.StringIO()
    write_moodle(stream, [late, grade("x", status="missing", assignments=())])
    rows = list(csv.DictReader(io.StringIO(stream.getvalue())))
    assert [r["Grade"] for r in rows] == ["18", ""]


def test_grades_have_a_row_for_everybody_and_say_why():
    stream = io.StringIO()
    broken = grade("b", status="unreadable", error=Message("submission", "empty", {"file": "=x.py"}))
    write_grades(stream, [grade("a"), broken, Grade("c", "missing", max_points=26.0)], ["A07"], Words("en"))
    rows = list(csv.DictReader(io.StringIO(stream.getvalue())))
    assert [r["student_id"] for r in rows] == ["a", "b", "c"]
    assert rows[1]["error"].startswith("'=x.py is empty")
    assert rows[2]["total"] == rows[2]["A07"] == ""


@given(st.text(max_size=30))
def test_no_text_is_a_formula_or_breaks_a_row(text):
    stream = io.StringIO()
    Table(stream, ["a", "b"]).row(text, 1.5)
    row = list(csv.reader(io.StringIO(stream.getvalue())))[1]
    assert row[1] == "1.5"
    assert row[0].lstrip()[:1] not in ("=", "+", "-", "@", "＝", "＋", "－", "＠")
    assert "\n" not in row[0]


def test_numbers_stay_numbers():
    assert [safe(v) for v in (-1.5, 0.0, 12, None, True)] == ["-1.5", "0", "12", "", "yes"]


def test_code_keeps_its_lines():
    assert safe(Code("def f(x):\n    return x\n")) == "def f(x):\n    return x\n"
    assert safe(Code("@torch.no_grad()\ndef f(x):")).startswith("'@")


def test_a_canvas_column_that_is_computed_is_refused():
    locked = CANVAS.replace(",10,100,(read only)", ",10,(read only),(read only)")
    with pytest.raises(GraderError, match="read only"):
        fill_canvas(locked, "A07", [grade("20240001")])


@pytest.mark.parametrize("possible", ["", "100 points", "-"])
def test_without_points_possible_the_graders_own_are_kept(possible):
    text, filled = fill_canvas(CANVAS.replace(",10,100,", f",10,{possible},"), "A07", [grade("20240001")])
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
    assert (filled, rows[2][6]) == (1, "13")
    text, filled = fill_canvas("".join(CANVAS.splitlines(keepends=True)[::2]), "A07", [grade("20240001")])
    assert (filled, list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))[1][6]) == (1, "13")


def test_rows_that_are_short_or_empty_stay_as_they_are():
    text, filled = fill_canvas(f"{CANVAS}\r\n20240001\r\n", "A07", [grade("20240001")])
    assert filled == 1
    assert list(csv.reader(io.StringIO(text)))[-2:] == [[], ["20240001"]]


def test_a_damaged_canvas_export_is_an_error_of_its_own():
    with pytest.raises(GraderError, match="damaged"):
        fill_canvas(CANVAS + '"' + "x" * 200_000, "A07", [])
    with pytest.raises(GraderError, match="no assignment at all|no single column"):
        fill_canvas("", "A07", [])

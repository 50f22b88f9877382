"""CSV, Canvas, Moodle, nbgrader: what a spreadsheet or an LMS makes of them."""

import csv
import io
from dataclasses import replace

import pytest

from grader.errors import GraderError
from grader.locale import Words
from grader.model.gradebook import Grade
from grader.report.exports import GRADE_FORMATS, canvas, exporter
from grader.report.exports.grades import from_results, from_table
from tests.report import samples

FORMULA = '=HYPERLINK("http://e.x")'


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def grades(*names: str) -> tuple[Grade, ...]:
    return from_results([replace(samples.result(), submission=name) for name in names])


@pytest.mark.parametrize("format", GRADE_FORMATS)
def test_no_cell_is_a_formula(format: str, words: Words) -> None:
    people = tuple(replace(g, name=FORMULA, comments=(FORMULA,)) for g in grades(FORMULA, "+1", "-2", "@x", "\t=1"))
    text = exporter(format).render(people, words)
    cells = [cell for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")) for cell in row]
    assert not [c for c in cells if c.lstrip()[:1] in ("=", "+", "-", "@")]
    assert any(FORMULA in c for c in cells)


@pytest.mark.parametrize("format", ["csv", "canvas", "moodle"])
def test_excel_reads_the_hangul(format: str, words: Words) -> None:
    text = exporter(format).render(grades("홍길동"), words)
    assert text.startswith("\ufeff")
    assert "홍길동" in text
    assert text.count("\r\n") == text.count("\n")


def test_the_best_attempt_counts_once() -> None:
    worse = replace(samples.result(), totals=replace(samples.result().totals, core=1.0))
    found = from_results([samples.result(), replace(worse, submission="홍길동@2")])
    assert [(g.id, g.attempts, g.submission) for g in found] == [("홍길동", 2, "홍길동")]


def test_what_was_not_handed_in_is_zero_not_less_of() -> None:
    """grader-service #169: the denominator shrank with what was missing."""
    only_first = replace(samples.result(), submission="kim", assignments=samples.result().assignments[:1])
    both = replace(samples.result(), submission="lee")
    kim, lee = from_results([only_first, both])
    assert kim.max_points == lee.max_points
    assert [a.id for a in kim.assignments] == [a.id for a in lee.assignments] == ["C07", "C08"]
    assert kim.assignments[1].points == 0


def test_a_table_of_a_batch_comes_back(words: Words) -> None:
    first = tuple(
        replace(g, name="김, 민지", email="minji@x.kr", section="1", penalty=2.0, final=g.points - 2, late_days=1)
        for g in grades("=1+1", "0012")
    )
    again = from_table(exporter("csv").render(first, words))
    assert [(g.id, g.name, g.email, g.section, g.final, g.penalty, g.late_days) for g in again] == [
        (g.id, g.name, g.email, g.section, g.final, g.penalty, g.late_days) for g in first
    ]
    with pytest.raises(GraderError, match="batch"):
        from_table("a,b\n1,2\n")


def test_canvas_importer_rules(words: Words) -> None:
    """Column 0 has "Student", column 1 "ID", the last of the information "Section"; then Points Possible."""
    text = canvas.render(grades("20240001"), words, "Homework 7 (123)")
    header, possible, row = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert "Student" in header[0] and "ID" in header[1] and header[-2] == "Section"
    assert header[-1] == "Homework 7 (123)"
    assert "Points Possible" in possible[0] and float(possible[-1]) == 25.0
    assert row[2] == "20240001" and float(row[-1]) == 8.5


def test_canvas_own_export_keeps_every_other_cell(words: Words) -> None:
    exported = (
        "Student,ID,SIS Login ID,Section,Homework (7),Essay (8),Final Score\r\n"
        "    Points Possible,,,,100,10,(read only)\r\n"
        '"Kim, Minji",11,kim,1,,9,90\r\n"Lee, Jun",12,lee,1,5,,40\r\n'
    )
    found = list(csv.reader(io.StringIO(canvas.filled(grades("kim"), exported, "Homework")[1:], newline="")))
    expected = list(csv.reader(io.StringIO(exported, newline="")))
    assert found[2][4] == "34"
    found[2][4] = ""
    assert found == expected


def test_nbgrader_columns(words: Words) -> None:
    found = rows(exporter("nbgrader").render(grades("kim"), words))
    assert list(found[0]) == [
        "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email", "raw_score",
        "late_submission_penalty", "score", "max_score",
    ]  # fmt: skip
    assert [(r["assignment"], r["student_id"], float(r["score"])) for r in found] == [
        ("C07", "kim", 8.5),
        ("C08", "kim", 0.0),
    ]

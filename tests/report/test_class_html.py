"""The class report: structure, safety, sizes of class. What only a browser can tell is in tests/browser."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace

import pytest

from grader.locale import Words
from grader.model.gradebook import ClassReport, Grade, Look
from grader.model.verdict import Message
from grader.report.html.class_data import embedded
from grader.report.html.class_figures import histogram, tiles
from grader.report.html.class_page import render
from grader.report.html.source import listing
from tests.report.class_samples import class_report
from tests.report.html_page import Page, check_policy, check_structure
from tests.report.samples import HOSTILE


def html(report: ClassReport, lang: str = "en") -> str:
    return render(report, Words(lang))


def rows(page: str) -> list[list[object]]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    read: list[list[object]] = json.loads(found.group(1))["rows"]
    return read


@pytest.mark.parametrize("size", [0, 1, 2, 300])
def test_any_size_of_class(size: int) -> None:
    page = html(class_report(size))
    check_structure(page)
    check_policy(page)
    assert len(rows(page)) == size
    assert ("standard deviation" in page) == (size >= 2)
    assert ("Nothing was graded" in page) == (size == 0)


@pytest.mark.parametrize("lang", ["ko", "en", "both"])
def test_both_languages(lang: str) -> None:
    page = html(class_report(3), lang)
    for language, sentence in (("ko", "자주 나온 오개념"), ("en", "Common misconceptions")):
        assert f"<span lang={language}>{sentence}</span>" in page


def test_hostile_text_is_inert() -> None:
    page = html(class_report(3, hostile=True))
    check_structure(page)
    assert "img" not in {t for t, _ in Page(page).tags}
    assert page.count("<script") == 2
    assert not set("\x1b\u202e\x00") & set(page)
    assert "javascript:" not in page
    page.encode("utf-8")


def test_embedded_json_cannot_leave_its_element() -> None:
    text = str(embedded(["</script><!--<script>", "\u2028&"]))
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == ["</script><!--<script>", "\u2028&"]


def test_decomposed_names_are_composed() -> None:
    report = replace(class_report(1), students=(Grade("1", "graded", "\u1112\u1161\u11ab", statuses=("pass",)),))
    assert rows(html(report))[0][1] == "한"


def test_links_lead_to_student_pages_only() -> None:
    links = [
        "students/~ed~99-a.b.html",
        "../x.html",
        "students/../../x.html",
        "http://x/students/a.html",
        "students/a.html?x",
    ]
    students = tuple(Grade(str(i), "graded", report=link, statuses=()) for i, link in enumerate(links))
    page = html(replace(class_report(0), students=students))
    assert [row[12] for row in rows(page)] == ["students/~ed~99-a.b.html", "", "", "", ""]


def test_a_re_teach_note_is_complete() -> None:
    page = html(class_report(30))
    note = page.partition("A five-minute re-teach")[2].partition("</details>")[0]
    assert "Project the code below" in note
    assert "With y=1" in note or "y=1" in note
    assert "minus_only_first_term" in page
    assert "mean" in note
    assert "points lost: 40" in page


def test_functions_have_their_titles_in_both_languages() -> None:
    page = html(class_report(3))
    table = page.partition("id=t-functions")[2].partition("</table>")[0]
    assert "<span lang=ko>평균제곱오차</span><span lang=en>Mean squared error</span>" in table
    assert "A04.mse_loss" in table


def test_what_could_not_be_read_says_who_and_why() -> None:
    error = Message("submission", "nothing_found", {"expected": "a01_tensor_basics.py"})
    students = (Grade("20260027", "unreadable", "김민지", statuses=(), error=error),)
    page = html(replace(class_report(0), students=students, looks=(Look("load_error", "20260027"),)))
    looks = page.partition("id=looks")[2].partition("</section>")[0]
    assert "20260027 김민지" in looks
    assert "No assignment file was found" in looks


def test_the_code_to_show_has_no_docstring() -> None:
    text = 'def f(x):\n    """One.\n\n    Two.\n    """\n    return x\n'
    shown = listing(text)
    assert shown is not None
    assert [line.cut for line in shown.lines] == [0, 4, 0]
    assert [line.number for line in shown.lines] == [1, 2, 6]


def test_what_needs_a_look_comes_first() -> None:
    page = html(class_report(300))
    assert page.index("Needs a look") < page.index("standard deviation") or page.index("Timeouts (9)") < page.index(
        ">Scores</span></h2>"
    )
    assert "Functions that did not finish in time: A05.train" in page


def test_tiles_count_everybody() -> None:
    report = class_report(300)
    shown = tiles(report)
    assert shown.students == 300
    assert shown.graded + shown.unreadable + shown.missing + shown.faults + shown.pending == 300


def test_histogram_holds_everybody() -> None:
    made = histogram([0.0, 9.9, 10.0, 55.0, 90.0, 100.0, 110.0])
    assert made is not None
    assert [b.count for b in made.bars] == [2, 1, 0, 0, 0, 1, 0, 0, 0, 3]
    assert [round(q) for _, _, q in made.marks] == [10, 55, 95]
    assert made.ticks[-1][1] >= 3
    assert histogram([]) is None


@pytest.mark.parametrize(("most", "end"), [(1, 1), (5, 5), (6, 6), (49, 50), (51, 60), (999, 1000), (3456, 4000)])
def test_count_axis_has_few_round_steps(most: int, end: int) -> None:
    made = histogram([5.0] * most)
    assert made is not None
    assert made.ticks[-1][1] == end
    assert len(made.ticks) <= 7


def test_same_bytes_twice() -> None:
    assert html(class_report(40)) == html(class_report(40))


def test_needs_no_torch() -> None:
    code = "import sys, grader.report.html.class_page; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_hostile_sample_is_hostile() -> None:
    assert "onerror" in HOSTILE

"""The student's report: structure, safety, languages. What only a browser can tell is in tests/browser."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from grader.locale import Words
from grader.model.history import History, Tried
from grader.model.result import AssignmentResult
from grader.model.verdict import Breach, Message, Place, Verdict
from grader.report.html.student import render
from tests.report import samples
from tests.report.html_page import Page, check_policy, check_structure

GOLD = Path(__file__).parent / "gold"


def html(result: object = None, lang: str = "ko") -> str:
    return render(result or samples.result(), Words(lang, samples.COURSE))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return {
        "every_outcome": html(),
        "hostile": html(samples.hostile()),
        "unreadable": html(samples.unreadable()),
        "pictures": html(samples.pictures()),
        "both": html(lang="both"),
        "empty": html(replace(samples.result(), assignments=())),
    }


@pytest.mark.parametrize("name", ["every_outcome", "hostile", "unreadable", "pictures", "both", "empty"])
def test_structure_and_policy(made: dict[str, str], name: str) -> None:
    check_structure(made[name])
    check_policy(made[name])


def test_hostile_text_is_inert(made: dict[str, str]) -> None:
    page = made["hostile"]
    tags = {t for t, _ in Page(page).tags}
    assert "img" not in tags
    assert page.count("<script") == 1
    assert "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;" in page
    assert not set("\x1b\u202e\x00") & set(page)
    page.encode("utf-8")


@pytest.mark.parametrize("lang", ["ko", "en", "both"])
def test_both_languages_are_there_with_their_lang(lang: str) -> None:
    page = html(lang=lang)
    assert f"<html lang={'en' if lang == 'en' else 'ko'}>" in page
    assert re.search(rf"id=lang-{lang} value={lang} checked", page)
    for language, sentence in (
        ("ko", "분자와 분모의 exp가 함께 넘쳐"),
        ("en", "exp overflows above and below the line"),
    ):
        assert f"<span lang={language}>{sentence}" in page


def test_complete_without_a_script(made: dict[str, str]) -> None:
    text = "".join(Page(made["every_outcome"]).text)
    needed_texts = (
        "exp_over_one_plus_exp_overflow",
        "return e / (1 + e)",
        "3.783e-44",
        "20240601",
        "힌트 3/3",
        "x = 3",
    )
    for needed in (*needed_texts, "σ(x) = 1 / (1 + e^-x)", "landlock", "torch.sigmoid을(를) 썼습니다"):
        assert needed.replace(" ", "") in text.replace(" ", "")


def test_the_first_failing_function_is_open_and_marked(made: dict[str, str]) -> None:
    page = made["every_outcome"]
    assert page.count("<details class=where open>") == 1
    assert "class=next-link href=#f-C07.sigmoid>" in page
    assert '<span class=focus data-n="▶14">' in page


def test_wrong_cells_are_marked_by_more_than_colour(made: dict[str, str]) -> None:
    page = made["every_outcome"]
    assert 'class="h-none worst"><span aria-hidden=true>▶</span>nan<span class=unseen>' in page
    assert re.search(r'class="h-?\d wrong">≠0\.', page)
    assert "가장 크게 다름" in page


def test_hint_three_cannot_be_opened_before_hint_two(made: dict[str, str]) -> None:
    opened = re.findall(r"<(/?details)( class=hint)?", made["every_outcome"])
    shape = "".join("H" if hint else "c" if tag.startswith("/") else "d" for tag, hint in opened)
    assert "HHHccc" in shape


def test_every_picture_has_a_name_and_a_table(made: dict[str, str]) -> None:
    page = made["pictures"]
    assert len(re.findall(r"<article class=", page)) == 5
    for plot in page.split("<article class=")[1:]:
        plot = plot.partition("</article>")[0]
        assert "role=img aria-labelledby=" in plot
        assert "<table" in plot
        assert "<h4 id=" in plot
    assert "≠ ▲ 4" in page
    wrong = re.search(r'<path class=differs d="([^"]*)"', page)
    assert wrong is not None
    assert wrong[1].count("M") == 4  # cells of the scatter
    assert re.search(r"<td>nan\b", page)


def test_same_bytes_twice() -> None:
    assert html() == html()


def test_what_the_folder_remembers_is_shown() -> None:
    tried = {"C07.sigmoid": Tried(attempts=4, hint=2, before=1.0), "C07.predict": Tried(attempts=1, before=0.5)}
    page = render(samples.result(), Words("en", samples.COURSE), History(tried))
    text = "".join(Page(page).text)
    assert "+3.5 since the last report" in text
    assert "versions graded: 4" in text
    assert "hints opened: 2" in text
    journey = page.partition("id=journey")[2].partition("</section>")[0]
    assert re.findall(r"href=#(f-[\w.-]+)", journey) == ["f-C07.predict", "f-C07.sigmoid"]
    assert re.findall(r"<td class=\"num mono\">([^<\n]*)", journey) == ["1", "–", "+1.5", "4", "2/3", "+2"]
    check_structure(page)
    assert "id=journey" not in html(lang="en")


def test_with_both_languages_no_name_is_in_one_only(made: dict[str, str]) -> None:
    """What elements cannot hold in two languages is named by elements that can, or says both."""
    page = Page(made["both"])
    assert not [a for _, a in page.tags if "aria-label" in a or "title" in a or "placeholder" in a or "alt" in a]
    title = re.search("<title>(.*?)</title>", made["both"])
    assert title is not None
    assert "채점 보고서 / Grading report" in title[1]


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_gold(lang: str) -> None:
    """`python -m tests.report.test_student_html` writes the gold files anew; read the difference before you commit."""
    assert (GOLD / f"student_{lang}.html").read_text(encoding="utf-8") == scrubbed(html(lang=lang))


def scrubbed(page: str) -> str:
    """Without style, script and policy, which are files of their own."""
    page = re.sub(r"<(style|script)>.*?</\1>", r"<\1></\1>", page, flags=re.DOTALL)
    return re.sub(r'(Content-Security-Policy content=")[^"]*', r"\1", page)


def test_needs_no_torch() -> None:
    code = "import sys, grader.report.html.student; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_loop_is_no_call() -> None:
    verdict = Verdict(
        "C07.manual", "rule", 0.0, 3.0, "core", breaches=(Breach("LOOP", "while", Place("c07_sample.py", 14)),)
    )
    one = AssignmentResult("C07", samples.DOMAIN, (samples.function(verdict),), "c07_sample.py")
    page = html(replace(samples.result(), assignments=(one,)))
    assert "A loop was used (while)." in page
    assert "was called" not in page


def test_remarks_stand_in_place_of_the_public_sentence() -> None:
    public = "Final grading may use other inputs"
    grade = Message("batch", "remark.grade", {"points": 19.0, "max_points": 40.0, "percent": "47.5"})
    page = html(replace(samples.result(), remarks=(grade,)))
    assert "In this class: 19 of 40 points (47.5 %)" in page
    assert public not in page
    assert public in html()


if __name__ == "__main__":
    GOLD.mkdir(exist_ok=True)
    for language in ("ko", "en"):
        (GOLD / f"student_{language}.html").write_text(scrubbed(html(lang=language)), encoding="utf-8")

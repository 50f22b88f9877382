"""The reports of a learner who filled in the whole course, ten functions of it wrong: real code, every picture."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.grading import Session
from grader.locale import Words
from grader.model.result import Result
from grader.report.html.plot_view import TITLES
from grader.report.html.student import render
from grader.submission import read_submission
from tests.report import learner
from tests.report.html_page import Page, check_policy, check_structure

LIMIT = 250 * 1024
SAMPLE = Path(__file__).parents[2] / "examples" / "submission"


@pytest.fixture(scope="module")
def work() -> Result:
    return learner.graded()


@pytest.fixture(scope="module")
def sample() -> Result:
    with Session(seed=1, isolation="none") as session:
        slugs = [a.slug for a in session.course.assignments]
        return session.grade(read_submission(SAMPLE, slugs), plots=slugs)


def test_ten_functions_fail_and_every_picture_is_there(work: Result) -> None:
    assert sum(f.verdict.status in ("fail", "partial") for f in work.functions) == 10
    assert len(work.functions) == 88
    page = render(work, Words("ko"))
    assert len(re.findall("<article class=", page)) == len(TITLES)


@pytest.mark.parametrize("lang", ["ko", "en", "both"])
def test_size(work: Result, sample: Result, lang: str) -> None:
    for result in (work, sample):
        size = len(render(result, Words(lang)).encode())
        print(f"{len(result.functions)} functions, --lang {lang}: {size / 1024:.1f} KiB")
        assert size <= LIMIT


def test_structure(work: Result) -> None:
    page = render(work, Words("ko"))
    check_structure(page)
    check_policy(page)


def test_every_function_has_a_title_in_both_languages(work: Result) -> None:
    for lang in ("ko", "en"):
        words = Words(lang)
        titles = [words.say(a.slug, f"{f.verdict.id}.title") for a in work.assignments for f in a.functions]
        assert len(set(titles)) == len(titles)
        assert max(map(len, titles)) <= 40
        text = "".join(Page(render(work, words)).text)
        assert all(title in text for title in titles)


def test_every_formula_is_set(work: Result) -> None:
    page = render(work, Words("ko"))
    formulas = re.findall(r"<p class=formula>(.*?)</p>", page, re.DOTALL)
    assert len(formulas) == 88
    assert not [f for f in formulas if "^" in f]


def test_an_open_function_leads_to_its_picture(work: Result) -> None:
    page = render(work, Words("ko"))
    for anchor in ("p-A06-backprop", "p-A11-depth", "p-A08-scatter-0", "p-A12-training"):
        assert f"<a href=#{anchor}>" in page
        assert f"id={anchor}>" in page

# ruff: noqa: E501
"""What the pages do in a real browser: switches, sorting, filtering, printing; without scripts; with a large class."""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path

import pytest
from playwright.sync_api import Page

from grader.locale import Words
from grader.report.html import class_page
from tests.report.class_samples import class_report


def test_language_switch(opened) -> None:
    page: Page = opened("student-ko")
    assert page.get_by_text("다음에 할 일").is_visible()
    assert not page.get_by_text("Next step").is_visible()
    page.get_by_label("English", exact=True).check()
    assert page.get_by_text("Next step").is_visible()
    assert not page.get_by_text("다음에 할 일").is_visible()
    page.get_by_label("한국어 + English").check()
    assert page.get_by_text("Next step").is_visible()
    assert page.get_by_text("다음에 할 일").is_visible()


def test_theme_switch_works_without_scripts(opened) -> None:
    page: Page = opened("student-ko", color_scheme="light", java_script_enabled=False)
    label = page.locator("label:has(#theme-dark)")
    before = page.screenshot(clip={"x": 0, "y": 0, "width": 4, "height": 4})
    label.click()
    assert page.screenshot(clip={"x": 0, "y": 0, "width": 4, "height": 4}) != before


def test_everything_is_there_without_scripts(opened) -> None:
    page: Page = opened("student-ko", java_script_enabled=False)
    page.locator("summary", has_text="어디가 다른가요").nth(1).click()
    assert page.get_by_text("0.3327").first.is_visible()
    page = opened("class-ko", java_script_enabled=False)
    assert page.locator("#t-students tbody tr").count() == 50
    assert page.get_by_text("grades.csv에 있습니다").is_visible()
    assert not page.locator("#filter").is_visible()


def test_hints_open_one_after_the_other(opened) -> None:
    page: Page = opened("student-ko")
    third = page.locator("summary", has_text="힌트 3/3").first
    assert not third.is_visible()
    for level in (1, 2):
        page.locator("summary", has_text=f"힌트 {level}/3").first.click()
    assert third.is_visible()


def test_a_link_to_a_function_is_followed(opened) -> None:
    page: Page = opened("student-ko", reduced_motion="reduce")
    page.locator(".next-link").click()
    assert page.locator("[id='f-C07.sigmoid']").bounding_box()["y"] < 200  # type: ignore[index]


def test_functions_that_pass_can_be_hidden(opened) -> None:
    page: Page = opened("student-ko")
    assert page.locator(".fn.ok").first.is_visible()
    page.get_by_label("통과한 함수 숨기기").check()
    assert not page.locator(".fn.ok").first.is_visible()


@pytest.mark.parametrize("name", ["student-ko", "student-pictures", "class-ko"])
def test_print(opened, name: str) -> None:
    page: Page = opened(name)
    pdf = page.pdf(format="A4")
    assert pdf.startswith(b"%PDF")
    page.emulate_media(media="print")
    assert not page.locator(".switch").first.is_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not(.hint):not([open])").count() == 0
    if name.startswith("student"):
        cut = page.evaluate(
            "[...document.querySelectorAll('.scroll')].filter(e => getComputedStyle(e).overflowX !== 'visible').length"
        )
        assert cut == 0


def test_forced_colors_keep_the_marks(opened) -> None:
    page: Page = opened("student-ko", forced_colors="active")
    worst = page.locator("td.worst").first
    assert "▶" in worst.inner_text()
    assert worst.evaluate("e => getComputedStyle(e).borderTopWidth") == "3px"


def test_sorting_by_keyboard_is_announced(opened) -> None:
    page: Page = opened("class-en")
    header = page.locator("#t-students th", has_text="points").first
    button = header.locator("button")
    button.focus()
    page.keyboard.press("Enter")
    assert header.get_attribute("aria-sort") == "descending"
    values = [float(t) for t in page.locator("#t-students tbody tr td:nth-of-type(4)").all_inner_texts() if t != "–"]
    assert values == sorted(values, reverse=True)
    assert page.locator("#student-status").inner_text() == "points: descending"
    page.keyboard.press("Enter")
    assert header.get_attribute("aria-sort") == "ascending"
    page.keyboard.press("Enter")
    assert header.get_attribute("aria-sort") == "none"
    assert page.locator("#t-students tbody th").first.inner_text() == "202400000"
    page.locator("#t-functions th button", has_text="pass rate").press("Enter")
    assert page.locator("[data-for=t-functions]").inner_text() == "pass rate: descending"
    shares = page.locator("#t-functions tbody td[data-v]:nth-of-type(3)").evaluate_all(
        "cells => cells.map(c => Number(c.dataset.v))"
    )
    assert shares == sorted(shares, reverse=True)


def test_filter_is_announced_and_knows_decomposed_hangul(opened) -> None:
    page: Page = opened("class-ko")
    page.get_by_label("찾기").fill(unicodedata.normalize("NFD", "민준"))
    page.locator("#student-status", has_text="120명 가운데").wait_for()
    names = page.locator("#t-students tbody td:nth-of-type(1)").all_inner_texts()
    assert names
    assert all("민준" in name for name in names)
    page.get_by_label("찾기").fill("")
    page.get_by_label("읽지 못함").uncheck()
    page.locator("#student-status", has_text="120명 가운데 118명").wait_for()
    assert "읽지 못함" not in page.locator("#t-students tbody").inner_text()


def test_pages_of_students_and_the_matrix_follow(opened) -> None:
    page: Page = opened("class-ko")
    page.locator("#matrix-details summary").click()
    assert page.locator("#t-matrix tbody th").first.inner_text() == "202400000"
    page.get_by_role("button", name="뒤").click()
    assert page.locator("#t-students tbody th").first.inner_text() == "202400050"
    assert page.locator("#t-matrix tbody th").first.inner_text() == "202400050"
    assert page.locator("#student-status").inner_text() == "2/3쪽"


def test_hostile_names_do_nothing(opened) -> None:
    page: Page = opened("class-hostile")
    assert page.locator("img").count() == 0
    assert "onerror" in page.locator("#t-students tbody").inner_text()
    assert page.locator("#t-students a").count() == 0


def test_ten_thousand_students(opened, tmp_path: Path) -> None:
    """Usable means: it opens, sorts, filters and turns pages; the time it takes is printed, not judged."""
    path = tmp_path / "class.html"
    path.write_text(class_page.render(class_report(10_000), Words("ko")), encoding="utf-8")
    begin = time.perf_counter()
    page: Page = opened(path)
    ready = page.evaluate("performance.getEntriesByType('navigation')[0].domInteractive")
    print(f"{path.stat().st_size >> 10} KiB, open {time.perf_counter() - begin:.2f} s, DOM interactive {ready:.0f} ms")
    took = page.evaluate(
        "() => { const t = performance.now(); document.querySelector('#t-students th:nth-child(4) button').click(); return performance.now() - t; }"
    )
    print(f"sort {took:.0f} ms")
    best = [float(t) for t in page.locator("#t-students tbody tr td:nth-of-type(3)").all_inner_texts()]
    assert len(best) == 50
    assert best == sorted(best, reverse=True)
    page.get_by_label("찾기").fill("202409999")
    page.locator("#student-status", has_text="10000명 가운데 1명").wait_for()
    assert page.locator("#t-students tbody tr").count() == 1
    assert page.locator("*").count() < 12_000

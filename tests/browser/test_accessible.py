# ruff: noqa: E501
"""axe-core finds nothing, on every page, in both themes, with everything folded open; and what axe cannot see."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

axe_module = pytest.importorskip("axe_playwright_python")
AXE = (Path(axe_module.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
OPEN = "document.querySelectorAll('details').forEach(d => d.open = true)"
NAMES = [
    "student-ko",
    "student-en",
    "student-both",
    "student-pictures",
    "student-hostile",
    "learner",
    "class-few-ko",
    "class-en",
    "class-both",
    "class-hostile",
]


def violations(browser: Browser, path: Path, scheme: str) -> list[str]:
    """What axe says. The page's own policy would keep axe out, so this one context bypasses it."""
    context = browser.new_context(viewport={"width": 1100, "height": 900}, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(path.as_uri())
    page.evaluate(OPEN)
    page.evaluate(AXE)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", tags)
    context.close()
    return [
        f"{v['id']}: {n['html'][:160]} {n['failureSummary'][:200]}" for v in found["violations"] for n in v["nodes"]
    ]


# a colour belongs to a part, not to a language: in the dark the pages that show both, and each other kind of part
ONLY_LIGHT = ("student-ko", "student-en", "learner", "class-few-ko", "class-en")
PAGES = [
    (name, scheme) for name in NAMES for scheme in ("light", "dark") if scheme == "light" or name not in ONLY_LIGHT
]


@pytest.mark.parametrize(("name", "scheme"), PAGES)
def test_axe(
    browser: Browser, pages: dict[str, Path], name: str, scheme: str, record_property: Callable[[str, object], None]
) -> None:
    found = violations(browser, pages[name], scheme)
    record_property("axe", f"{name} {scheme}: {len(found)}")
    assert found == []


def test_axe_would_find_something(browser: Browser, tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text("<!doctype html><title>x</title><img src='data:,'><p style='color:#ccc'>pale</p>", encoding="utf-8")
    assert any(v.startswith("image-alt") for v in violations(browser, bad, "light"))


@pytest.mark.parametrize("name", NAMES)
def test_from_320_pixels_nothing_is_wider_than_the_window_and_targets_are_large(opened, name: str) -> None:
    page: Page = opened(name, 320)
    page.evaluate(OPEN)
    for width in (1600, 768, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.evaluate(
        """() => [...document.querySelectorAll('main button, main summary, .switch label, .pip, main label.check')]
        .filter(e => e.checkVisibility()).map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
        .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"""
    )
    assert small == []


@pytest.mark.parametrize("name", ["student-ko", "class-ko"])
def test_the_keyboard_reaches_every_control_and_focus_is_seen(opened, name: str) -> None:
    page: Page = opened(name)
    expected = page.evaluate(
        """() => { const all = [...document.querySelectorAll('a[href], button, summary, input, [tabindex="0"]')]
        .filter(e => e.checkVisibility() && !(e.type === 'radio' && !e.checked)); all.forEach((e, i) => e.dataset.n = i); return all.length; }"""
    )
    seen: list[str] = []
    for _ in range(expected + 2):
        page.keyboard.press("Tab")
        n, outline = page.evaluate(
            """() => { const e = document.activeElement; const shown = e.type === 'radio' ? e.closest('label') : e;
            return [e.dataset.n ?? '', getComputedStyle(shown).outlineStyle]; }"""
        )
        if n:
            assert outline != "none", n
            seen.append(n)
    assert {int(n) for n in seen} == set(range(expected))


def test_text_spacing_does_not_clip(opened) -> None:
    page: Page = opened("student-both", 400)
    page.evaluate(OPEN)
    clipped = page.evaluate(
        """() => { for (const e of document.querySelectorAll('main *')) { e.style.letterSpacing = '0.12em'; e.style.wordSpacing = '0.16em'; e.style.lineHeight = '1.5'; }
        return [...document.querySelectorAll('main p, main li, main h2, main h3, .chip')].filter(e => e.checkVisibility() && getComputedStyle(e).overflow !== 'visible'
          && !e.classList.contains('unseen') && e.scrollHeight > e.clientHeight + 1).map(e => e.outerHTML.slice(0, 100)); }"""
    )
    assert clipped == []

"""A real Chromium: Debian's own, installed when it is missing. Where none can be had, these tests skip."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from grader.locale import Words
from grader.report.html import class_page, student
from tests.report import learner, samples
from tests.report.class_samples import class_report


def chromium() -> str:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
    if not found and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        for command in (["apt-get", "update"], ["apt-get", "install", "-y", "chromium", "fonts-noto-cjk"]):
            subprocess.run(command, check=False, capture_output=True)
        found = shutil.which("chromium") or ""
    if not found:
        pytest.skip("no Chromium here, and none can be installed")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every page as a file."""
    folder = tmp_path_factory.mktemp("pages")
    words = {lang: Words(lang, samples.COURSE) for lang in ("ko", "en", "both")}
    made = {
        "student-ko": student.render(samples.result(), words["ko"]),
        "student-en": student.render(samples.result(), words["en"]),
        "student-both": student.render(samples.result(), words["both"]),
        "student-pictures": student.render(samples.pictures(), words["en"]),
        "student-hostile": student.render(samples.hostile(), words["ko"]),
        "learner": student.render(learner.graded(), words["both"]),
        "class-ko": class_page.render(class_report(120), Words("ko")),
        "class-en": class_page.render(class_report(12), Words("en")),
        "class-few-ko": class_page.render(class_report(12), Words("ko")),
        "class-both": class_page.render(class_report(12), Words("both")),
        "class-hostile": class_page.render(class_report(3, hostile=True), Words("en")),
    }
    for name, html in made.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in made}


Open = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, pages: dict[str, Path]) -> Iterator[Open]:
    """Open a page by name. At the end: no console message, no error, no request but for the file itself."""
    contexts: list[BrowserContext] = []
    noise: list[str] = []

    def open_page(name: str | Path, width: int = 1100, **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: noise.append(message.text))
        page.on("pageerror", lambda error: noise.append(str(error)))
        url = (pages[name] if isinstance(name, str) else name).as_uri()
        page.on("request", lambda request: request.url.startswith(("data:", url)) or noise.append(request.url))
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert noise == []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the pages that axe looked at, each with the number of violations it found."""
    reports = [r for key in ("passed", "failed") for r in terminalreporter.stats.get(key, [])]
    seen = sorted({value for r in reports for name, value in getattr(r, "user_properties", []) if name == "axe"})
    if seen:
        terminalreporter.section("axe-core: page, theme, violations")
        terminalreporter.write_line("\n".join(map(str, seen)))

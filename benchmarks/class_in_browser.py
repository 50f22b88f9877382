"""How soon a class report can be used: `python benchmarks/class_in_browser.py [--students N ...] [--rounds N]`.

Each page is opened from a file in a headless Chromium. Milliseconds, the median of the rounds: `interactive` until the
page's own script has run, so that everything answers; `blocked` what tasks over 50 ms took beyond 50 ms until then
and in the second after; then from a click or key to the painted answer: sorting all students, the next page,
unfolding the matrix, and filtering (which waits 120 ms for more keys).
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Browser, sync_playwright

from grader.locale import Words
from grader.report.html import class_page
from tests.report.class_samples import class_report

WATCH = """() => { window.long = 0;
new PerformanceObserver(l => l.getEntries().forEach(e => { window.long += e.duration - 50; }))
    .observe({type: 'longtask', buffered: true}); }"""
READY = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
PAINTED = """([act, sign]) => new Promise(done => {
const shown = () => document.querySelector(sign).innerHTML, before = shown(), began = performance.now();
const look = () => shown() === before ? requestAnimationFrame(look)
    : requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
eval(act); look(); })"""
# What is done, and where it shows
FIND = "const f = document.getElementById('filter-text'); f.value = '99';"
ACTS = {
    "sort": ("document.querySelector('#t-students th:nth-child(4) button').click()", "#t-students tbody"),
    "next page": ("document.querySelectorAll('#pager button')[1].click()", "#t-students tbody"),
    "matrix": ("document.getElementById('matrix-details').open = true", "#t-matrix tbody"),
    "filter": (FIND + "f.dispatchEvent(new Event('input', {bubbles: true}))", "#t-students tbody"),
}


def measured(browser: Browser, file: Path) -> dict[str, float]:
    """One round: a fresh context, the page opened, everything done once."""
    context = browser.new_context(viewport={"width": 1300, "height": 900}, bypass_csp=True)  # eval, for the measuring
    page = context.new_page()
    page.add_init_script(f"({WATCH})()")
    page.goto(file.as_uri())
    found = {"interactive": page.evaluate(READY)}
    page.wait_for_timeout(1000)
    found["blocked"] = page.evaluate("window.long")
    found |= {name: page.evaluate(PAINTED, list(act)) for name, act in ACTS.items()}
    context.close()
    return found


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--students", type=int, nargs="+", default=[300, 10_000])
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as folder:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for size in chosen.students:
            report = class_report(size)
            begin = time.perf_counter()
            file = Path(folder, f"class-{size}.html")
            file.write_text(class_page.render(report, Words("ko")), encoding="utf-8")
            took = time.perf_counter() - begin
            rounds = [measured(browser, file) for _ in range(chosen.rounds)]
            print(f"{size} students: {file.stat().st_size / 1024:.0f} KiB, rendered in {took:.2f} s")
            for name in rounds[0]:
                print(f"  {name:<12} {statistics.median(r[name] for r in rounds):6.0f} ms")
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

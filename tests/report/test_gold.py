"""What people and other tools read, as a person has read and accepted it: `python3 dev.py accept` writes it anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from grader import __version__
from grader.locale import Words
from grader.report.exports import FORMATS, GRADE_FORMATS, exporter
from grader.report.exports.grades import from_results
from grader.report.terminal import Before, Look, render
from tests.report import samples

GOLD = Path(__file__).parent / "gold"


def terminal(lang: str, look: Look) -> str:
    whole = samples.result()
    one = replace(whole, assignments=whole.assignments[:1])  # the other has no title, which strict words refuse
    return render(one, Words(lang, samples.COURSE), look, Before(6.0, ("C07.loss",)))


def exported(format: str) -> str:
    results = [samples.result(), replace(samples.pictures(), submission="=cmd, 2")]
    if format in GRADE_FORMATS:
        return str(exporter(format).render(from_results(results), Words("en", samples.COURSE)))
    return str(exporter(format).render(results[:1], Words("both", samples.COURSE)))


MAKERS: dict[str, Callable[[], str]] = {
    "terminal_ko.txt": lambda: terminal("ko", Look()),
    "terminal_en.txt": lambda: terminal("en", Look()),
    "terminal_narrow_ascii.txt": lambda: terminal("en", Look(width=44, ascii=True)),
    "terminal_verbose_colour.txt": lambda: terminal("ko", Look(verbose=True, colour=True)),
    **{f"export_{format}.txt": partial(exported, format) for format in FORMATS},
}


def scrubbed(text: str) -> str:
    """Without what differs between releases; ANSI codes, byte-order marks and line ends as a person can read them."""
    return text.replace(__version__, "VERSION").replace("\x1b", "␛").replace("\ufeff", "␟").replace("\r\n", "␍\n")


@pytest.mark.parametrize("name", MAKERS)
def test_gold(name: str) -> None:
    assert (GOLD / name).read_text(encoding="utf-8") == scrubbed(MAKERS[name]())


def test_nothing_else_is_gold() -> None:
    """A file that no test compares any more is only in the way."""
    assert {p.name for p in GOLD.iterdir()} == {*MAKERS, "student_ko.html", "student_en.html"}


if __name__ == "__main__":
    GOLD.mkdir(exist_ok=True)
    for name, make in MAKERS.items():
        (GOLD / name).write_text(scrubbed(make()), encoding="utf-8")

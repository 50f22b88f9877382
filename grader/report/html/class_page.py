"""The class report: who stands where, which function needs teaching again, and which wrong idea is behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from grader.locale import Words
from grader.model.gradebook import ClassReport, Look, MisconceptionRow, Pair
from grader.report.clean import clean, one_line
from grader.report.html.bilingual import Bilingual
from grader.report.html.class_data import LETTERS, data, name_of, student_row
from grader.report.html.class_figures import graded_percents, histogram, smalls, tiles
from grader.report.html.function_view import GLYPHS
from grader.report.html.page import page
from grader.report.html.source import Excerpt, listing

FIRST_ROWS = 50
MOST_LOOKS = 30
MOST_MISTAKES = 40
MOST_PAIRS = 50
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d([+-]\d\d:\d\d)")


@dataclass(frozen=True)
class Mistake:
    """A misconception as the page shows it. `hint` is the key of the question to ask, "" when there is none."""

    row: MisconceptionRow
    share: float
    example: Excerpt | None
    hint: str


@dataclass(frozen=True)
class Looks:
    """All looks of one kind; `more` were left out."""

    kind: str
    shown: tuple[Look, ...]
    more: int


def render(report: ClassReport, words: Words) -> str:
    """The whole page. The same report gives the same bytes. Both languages are in it; `words` chooses the first."""
    text = Bilingual(words)
    rows = [student_row(g) for g in report.students]
    return page(
        "class.html.j2",
        ("base.css", "class.css"),
        ("base.js", "class.js"),
        words,
        report=report,
        tiles=tiles(report),
        histogram=histogram(graded_percents(report.students)),
        smalls=smalls(report),
        looks=_looks(report.looks),
        domains={f.id: f.domain for f in report.functions},
        names={g.id: name_of(g.name) for g in report.students if g.name},
        reasons={g.id: g.error for g in report.students if g.status == "unreadable" and g.error},
        generated=_moment(report.generated),
        mistakes=[_mistake(row, text) for row in report.misconceptions[:MOST_MISTAKES]],
        more_mistakes=max(0, len(report.misconceptions) - MOST_MISTAKES),
        rows=rows,
        first=FIRST_ROWS,
        pairs=[_pair(p) for p in report.pairs[:MOST_PAIRS]],
        glyphs=GLYPHS,
        letter_status={letter: status for status, letter in LETTERS.items()},
        data=data(report, rows, text),
        command=one_line(report.command, 400),
    )


def _moment(written: str) -> str:
    """As people write it: 2026-11-27 15:58, and how far that is from UTC."""
    found = _MOMENT.fullmatch(written)
    return f"{found[1]} {found[2]} UTC{found[3] if found[3] != '+00:00' else ''}" if found else one_line(written, 60)


def _looks(looks: Sequence[Look]) -> list[Looks]:
    ordered = sorted(looks, key=lambda look: look.kind)
    groups = [(kind, tuple(group)) for kind, group in groupby(ordered, key=lambda look: look.kind)]
    return [Looks(kind, group[:MOST_LOOKS], max(0, len(group) - MOST_LOOKS)) for kind, group in groups]


def _mistake(row: MisconceptionRow, text: Bilingual) -> Mistake:
    hint = f"{row.function}.hint.1"
    return Mistake(
        row,
        row.count / row.attempted if row.attempted else 0.0,
        listing(row.example),
        hint if text.has(row.domain, hint) else "",
    )


def _pair(pair: Pair) -> tuple[Pair, list[tuple[str, str, str]]]:
    return pair, [(one_line(f.id, 80), clean(f.left, 4000), clean(f.right, 4000)) for f in pair.functions]

"""Every student as one compact row of JSON: the page sorts, filters and pages through them by itself."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from grader.model.gradebook import ClassReport, Grade
from grader.report.clean import one_line
from grader.report.html.bilingual import Bilingual
from grader.report.html.function_view import DONE

# One letter per status, so that a student's functions are one short string
LETTERS = {
    "pass": "p", "carried": "c", "partial": "h", "fail": "f", "error": "e", "timeout": "t", "rule": "r", "todo": "o",
    "skip": "s", "grader_fault": "g", "": "-",
}  # fmt: skip
_LINK = re.compile(r"students/[A-Za-z0-9._~-]+\.html")
_WRONG = "hfetr"
_SPOKEN = {
    "shown": ("count", "total"),
    "page": ("page", "pages"),
    "sorted": ("column", "order"),
    "up": (),
    "down": (),
    "original": (),
}


def student_row(grade: Grade) -> list[Any]:
    """[id, name, status, percent, points, passed, wrong, todo, rule, late, section, seconds, link, letters, shares]."""
    letters = "".join(LETTERS[s] for s in grade.statuses)
    graded = grade.status == "graded"
    return [
        name_of(grade.id),
        name_of(grade.name),
        grade.status,
        round(grade.percent, 1) if graded else None,
        round(grade.final, 2) if graded else None,
        sum(s in DONE for s in grade.statuses),
        sum(letter in _WRONG for letter in letters),
        letters.count("o"),
        letters.count("r"),
        grade.late_days,
        name_of(grade.section),
        round(grade.seconds, 1),
        grade.report if _LINK.fullmatch(grade.report) else "",
        letters,
        [round(a.percent) for a in grade.assignments],
    ]


def name_of(text: str) -> str:
    """A name or an id on one line; what macOS decomposed is composed."""
    return unicodedata.normalize("NFC", one_line(text, 120))


def data(report: ClassReport, rows: Sequence[list[Any]], text: Bilingual) -> Markup:
    """What the page's script reads, safe inside a script element."""
    return embedded(
        {
            "rows": rows,
            "functions": [f.id for f in report.functions],
            "letters": {letter: status for status, letter in LETTERS.items()},
            "words": {key: text.pair(f"class.js.{key}", *params) for key, params in _SPOKEN.items()},
            "statuses": {
                s: text.pair(f"student.{s}") for s in ("graded", "unreadable", "grader_fault", "missing", "pending")
            },
            "marks": {s: text.pair(f"status.{s}") for s in LETTERS if s},
        }
    )


def embedded(value: Any) -> Markup:
    """JSON that cannot end its script element, nor be anything but JSON."""
    out = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        out = out.replace(character, f"\\u{ord(character):04x}")
    return Markup(out)  # noqa: S704  escaped above

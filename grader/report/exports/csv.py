"""The class as a table for a spreadsheet: one row per student, UTF-8 with a mark so that Excel reads the Hangul."""

from __future__ import annotations

import io
from collections.abc import Sequence

from grader.locale import Words
from grader.model.gradebook import Grade
from grader.report.gradebook.tables import write_grades

MARK = "\ufeff"


def render(grades: Sequence[Grade], words: Words) -> str:
    """The table that `grader batch` writes as grades.csv."""
    stream = io.StringIO(newline="")
    assignments = tuple(dict.fromkeys(a.id for g in grades for a in g.assignments))
    write_grades(stream, grades, assignments, words)
    return MARK + stream.getvalue()

"""Canvas' gradebook import.

Safest is the instructor's own export with one column filled in (`filled`). Without one, `render` writes the columns
that the importer insists on; a title that the course does not have makes a new assignment there.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from grader.locale import Words
from grader.model.gradebook import Grade
from grader.report.exports.csv import MARK
from grader.report.gradebook.cells import Table
from grader.report.gradebook.lms import fill_canvas

TITLE = "grader"
_INFORMATION = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")


def render(grades: Sequence[Grade], words: Words, title: str = "") -> str:  # noqa: ARG001 (every format is called alike)
    """One row per student who has points: a blank cell against a score would count as a change."""
    stream = io.StringIO(newline="")
    table = Table(stream, [*_INFORMATION, title or TITLE])
    most = max((g.max_points for g in grades), default=0.0)
    table.row("    Points Possible", *[""] * (len(_INFORMATION) - 1), most)
    for grade in grades:
        if grade.assignments:
            login = grade.email.partition("@")[0] or grade.id
            table.row(grade.name or grade.id, "", grade.id, login, grade.section, round(grade.final, 2))
    return MARK + stream.getvalue()


def filled(grades: Sequence[Grade], exported: str, title: str) -> str:
    """The instructor's own export with the column of `title` filled in. Raises GraderError: no such column."""
    return MARK + fill_canvas(exported, title, grades)[0]

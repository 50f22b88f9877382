"""What Moodle's gradebook import takes."""

from __future__ import annotations

import io
from collections.abc import Sequence

from grader.locale import Words
from grader.model.gradebook import Grade
from grader.report.exports.csv import MARK
from grader.report.gradebook.lms import write_moodle


def render(grades: Sequence[Grade], words: Words) -> str:  # noqa: ARG001 (every format is called alike)
    """One row per student, found again by ID number or e-mail address."""
    stream = io.StringIO(newline="")
    write_moodle(stream, grades)
    return MARK + stream.getvalue()

"""The table of `nbgrader export`."""

from __future__ import annotations

import io
from collections.abc import Sequence

from grader.locale import Words
from grader.model.gradebook import Grade
from grader.report.gradebook.lms import write_nbgrader


def render(grades: Sequence[Grade], words: Words) -> str:  # noqa: ARG001 (every format is called alike)
    """One row per student and assignment."""
    stream = io.StringIO(newline="")
    write_nbgrader(stream, grades)
    return stream.getvalue()

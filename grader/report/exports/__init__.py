"""Results in the formats of other people's tools, one module per format.

`RESULT_FORMATS` are rendered from results: `render(results, words) -> str`. `ONE_RESULT` of them describe a single
submission. `GRADE_FORMATS` are tables of a class: `render(grades, words) -> str`. Every text is complete as it is
returned, byte-order mark and line ends included.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

RESULT_FORMATS = ("junit", "ctrf", "gradescope", "prairielearn", "classroom", "github", "gitlab", "md")
ONE_RESULT = ("gradescope", "prairielearn", "classroom", "github", "gitlab")
GRADE_FORMATS = ("csv", "canvas", "moodle", "nbgrader")
FORMATS = (*RESULT_FORMATS, *GRADE_FORMATS)


def exporter(format: str) -> ModuleType:
    """The module of a format. Raises KeyError for a name that is none."""
    if format not in FORMATS:
        raise KeyError(format)
    return import_module(f"grader.report.exports.{format}")

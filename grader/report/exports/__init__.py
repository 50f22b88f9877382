"""Results in the formats of other people's tools, one module per format.

`RESULT_FORMATS` are rendered from results: `render(results, words) -> str`. `ONE_RESULT` of them describe a single
submission. `GRADE_FORMATS` are tables of a class: `render(grades, words) -> str`. Every text is complete as it is
returned, byte-order mark and line ends included.

An installed package may bring more result formats: an entry point of the group `grader.result_formats` names a module,
or any object, with such a `render`. The formats here cannot be replaced that way.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Any

RESULT_FORMATS = ("junit", "ctrf", "gradescope", "prairielearn", "classroom", "github", "gitlab", "md")
ONE_RESULT = ("gradescope", "prairielearn", "classroom", "github", "gitlab")
GRADE_FORMATS = ("csv", "canvas", "moodle", "nbgrader")
FORMATS = (*RESULT_FORMATS, *GRADE_FORMATS)
GROUP = "grader.result_formats"


def formats() -> Sequence[str]:
    """The names of all formats: these, then what installed packages bring."""
    return (*FORMATS, *_brought())


def exporter(format: str) -> Any:
    """What renders a format. Raises KeyError for a name that is none."""
    if format in FORMATS:
        return import_module(f"grader.report.exports.{format}")
    return _brought()[format].load()


def _brought() -> dict[str, EntryPoint]:
    return {e.name: e for e in sorted(entry_points(group=GROUP)) if e.name not in FORMATS}

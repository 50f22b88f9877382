"""Markdown from text that may hold anything."""

from __future__ import annotations

import re

from grader.report.clean import one_line

_SPECIAL = re.compile(r"([\\`*_{}\[\]#>~|$@])")
_START = re.compile(r"^\s*([-+=]+|\d+[.)])(?=\s|$)")
_LINK = re.compile(r"(://|www\.)", re.IGNORECASE)
_TICKS = re.compile(r"`+")


def inline(text: str) -> str:
    """The text as literal text of one line: no markup, no HTML, no mention, no end of a table cell."""
    line = one_line(text).replace("&", "&amp;").replace("<", "&lt;")
    return _START.sub(_entities, _LINK.sub(_entities, _SPECIAL.sub(_escaped, line)))


def _escaped(match: re.Match[str]) -> str:
    return _entities(match) if match.group() in "@|$" else "\\" + match.group()


def _entities(match: re.Match[str]) -> str:
    return "".join(c if c.isalnum() or c.isspace() else f"&#{ord(c)};" for c in match.group())


def code(text: str) -> str:
    """The text as a code span of one line, fit for a table cell."""
    line = one_line(text).replace("|", "¦")
    ticks = "`" * (1 + max((len(t) for t in _TICKS.findall(line)), default=0))
    space = " " if line.startswith("`") or line.endswith("`") or not line else ""
    return f"{ticks}{space}{line}{space}{ticks}"


def fence(text: str) -> str:
    """The text as a block, behind a fence longer than any run of backticks inside."""
    ticks = "`" * max(3, 1 + max((len(t) for t in _TICKS.findall(text)), default=0))
    return f"{ticks}text\n{text.rstrip()}\n{ticks}"

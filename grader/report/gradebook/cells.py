"""Cells of a CSV that a spreadsheet opens without running anything."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from typing import IO, Any

from grader.report.clean import clean, one_line

_FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠]")


class Code(str):
    """A text whose lines are meant."""

    __slots__ = ()


def safe(value: object) -> str:
    """Text as text: what would be a formula gets an apostrophe. Numbers of ours stay numbers."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    if isinstance(value, int):
        return str(value)
    # Cleaned first: a formula may stand behind characters that cleaning takes away.
    text = clean(value, 2000) if isinstance(value, Code) else one_line(str(value), 2000)
    return f"'{text}" if _FORMULA.match(text) else text


class Table:
    """Writes rows as RFC 4180; the stream is opened with newline="" and encoding utf-8-sig, as Excel wants it."""

    def __init__(self, stream: IO[str], columns: Sequence[str]) -> None:
        self._writer: Any = csv.writer(stream)
        self._writer.writerow(columns)

    def row(self, *values: object) -> None:
        self._writer.writerow([safe(value) for value in values])

    def rows(self, rows: Iterable[Sequence[object]]) -> None:
        for row in rows:
            self.row(*row)

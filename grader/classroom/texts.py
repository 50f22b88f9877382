"""Text files that people and offices write: in UTF-8, in what Excel calls Unicode, or in cp949."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from grader.errors import GraderError, LearnerError
from grader.submission.naming import first_decoding

DELIMITERS = (",", ";", "\t")


def text_of(path: Path) -> str:
    """The text, with line ends as they are. Raises GraderError when it cannot be read or is in no known encoding."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise GraderError(f"{path}: {error.strerror}") from error
    encodings: Iterable[str] = ("utf-8-sig", "cp949")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    elif b"\0" in data:
        encodings = ("utf-16-be",) if data.startswith(b"\0") else ("utf-16-le",)
    text = first_decoding(data, encodings)
    if text is None:
        raise LearnerError("not_text", file=str(path))
    return text


def rows_of(text: str, delimiter: str) -> list[list[str]]:
    """The rows of a CSV, those with something in them, whatever its lines end with. Raises GraderError."""
    lines = io.StringIO(text, newline=None)
    try:
        return [row for row in csv.reader(lines, delimiter=delimiter) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise GraderError(f"the table is damaged: {error}", "save it again from the program it comes from") from None

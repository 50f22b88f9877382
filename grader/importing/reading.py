"""A notebook's cells, and which tool's master it is."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.errors import LearnerError
from grader.submission.found import Refused
from grader.submission.magics import plain
from grader.submission.text import decode

_FENCED = re.compile(r"\A\s*```\s*otter\s*\n(.*?)\n\s*```\s*\Z", re.DOTALL)


@dataclass(frozen=True)
class Cell:
    """`kind`: code, markdown or raw. `nbgrader` is the tool's metadata. An ```otter fence is a raw cell."""

    kind: str
    source: str
    nbgrader: dict[str, Any]


def read_cells(path: Path) -> tuple[Cell, ...]:
    """The cells of a notebook of format 4. Raises LearnerError, OSError."""
    try:
        document = json.loads(decode(path.read_bytes(), path.name))
        cells = document["cells"]
        return tuple(_cell(c) for c in cells)
    except (Refused, ValueError, RecursionError, KeyError, TypeError, AttributeError):
        raise LearnerError("import_notebook", file=path.name) from None


def _cell(cell: dict[str, Any]) -> Cell:
    source = cell.get("source", "")
    text = ("".join(source) if isinstance(source, list) else str(source)).replace("\r\n", "\n")
    kind = str(cell.get("cell_type", "raw"))
    metadata = cell.get("metadata", {}).get("nbgrader") or {}
    fenced = _FENCED.match(text) if kind == "markdown" else None
    if fenced:
        return Cell("raw", fenced.group(1), {})
    return Cell(kind, plain(text) if kind == "code" else text, dict(metadata))


def title(cells: tuple[Cell, ...], default: str) -> str:
    """The notebook's own heading, without its marks; headings of parts are none."""
    for cell in cells:
        found = re.search(r"(?m)^#\s+(.+?)\s*#*$", cell.source) if cell.kind == "markdown" else None
        if found:
            return re.sub(r"[*`]", "", found.group(1))[:120]
    return default

"""A notebook's code cells. The JSON is read directly: students' notebooks are often not quite valid (repeated cell ids,
missing metadata, format 3), and a validator that refuses those, or repairs them, tells nothing about the code.
"""

from __future__ import annotations

import json
from typing import Any

from grader.model.submission import Chunk
from grader.submission.found import Bounds, Refused
from grader.submission.magics import plain
from grader.submission.text import decode

MOST_CODE = Bounds().source  # pictures may take megabytes, code takes what it takes in a .py file
_CELL = 200  # what a cell costs besides its text, in characters


def chunks(data: bytes, path: str) -> tuple[Chunk, ...]:
    """One chunk per code cell, labelled "cell 1", "cell 2", ... in order. Raises Refused: too_large and others."""
    text = decode(data, path)
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused("notebook_damaged", file=path) from None
    cells = [cell for cell in _cells(document, path) if isinstance(cell, dict) and cell.get("cell_type") == "code"]
    sources = [_source(cell) for cell in cells]
    if sum(_CELL + len(source) for source in sources) > MOST_CODE:
        raise Refused("too_large", file=path, limit=MOST_CODE >> 20)
    return tuple(Chunk(f"cell {n}", plain(source)) for n, source in enumerate(sources, 1))


def _cells(document: Any, path: str) -> list[Any]:
    if isinstance(document, dict):
        if isinstance(document.get("cells"), list):
            return list(document["cells"])
        sheets = document.get("worksheets")
        if isinstance(sheets, list):
            lists = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
            return [cell for cells in lists if isinstance(cells, list) for cell in cells]
    raise Refused("notebook_damaged", file=path)


def _source(cell: dict[str, Any]) -> str:
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    text = source if isinstance(source, str) else ""
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")

"""A Picture as heat map tables: colour, number and marks say the same, so that none of them is needed alone."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product

from grader.model.value import shape_text
from grader.model.verdict import Picture
from grader.report.clean import one_line

STEPS = 4
SAME = "·"
FITS, SHORT, PADDING = 30, 5, 3  # characters across 320 pixels, in the shortest cell, and around its number


@dataclass(frozen=True)
class Cell:
    """`step` in -4 … 4 picks the colour, None for what is no number; `mark` is "", "wrong" or "worst"."""

    text: str
    step: int | None = None
    mark: str = ""


@dataclass(frozen=True)
class Grid:
    """One table: a matrix, or one slice of more dimensions, whose leading indices are `at` ("[1, :, :]")."""

    at: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]

    @property
    def wide(self) -> bool:
        """Whether a narrow screen has to scroll it."""
        return any(sum(max(len(c.text), SHORT) + PADDING for c in cells) > FITS for _, cells in self.rows)


@dataclass(frozen=True)
class Heat:
    """A value to show. `kind` is "tensor" or "plain" (then only `text`). `cut` counts entries that are not shown."""

    kind: str
    text: str
    head: str = ""
    grids: tuple[Grid, ...] = ()
    cut: int = 0


def heat(picture: Picture, reach: float) -> Heat:
    """The picture as tables, coloured on a scale from -reach to reach."""
    text = one_line(picture.text)
    if picture.kind != "tensor":
        return Heat("plain", text)
    head = f"{one_line(picture.dtype, 40)} {shape_text(picture.shape)}"
    cells = [_cell(picture, i, reach) for i in range(len(picture.cells))]
    cut = max(0, math.prod(picture.shape) - len(cells))
    return Heat("tensor", text, head, tuple(_grids(picture.shape, cells)), cut)


def reach(pictures: Iterable[Picture | None]) -> float:
    """The largest finite magnitude in all the pictures: the common end of their scale."""
    numbers = (_number(c) for p in pictures if p is not None for c in p.cells)
    return max((abs(n) for n in numbers if n is not None and math.isfinite(n)), default=0.0)


def difference(expected: Picture, got: Picture) -> Picture | None:
    """Got minus expected where they differ, or None when they cannot be subtracted."""
    if expected.shape != got.shape or len(expected.cells) != len(got.cells) or not got.wrong or not got.shape:
        return None
    cells = []
    for index, (e, g) in enumerate(zip(expected.cells, got.cells, strict=True)):
        a, b = _number(e), _number(g)
        if a is None or b is None:
            return None
        cells.append(_signed(b - a) if index in got.wrong else SAME)
    return replace(got, cells=tuple(cells), text="", wrong=())  # what is no SAME is wrong: marks would say it twice


def _signed(value: float) -> str:
    if math.isnan(value):
        return "nan"
    return f"{value:+.4g}" if value else "≈ 0"


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _cell(picture: Picture, index: int, end: float) -> Cell:
    text = one_line(picture.cells[index], 40)
    value = _number(text)
    mark = "worst" if index == picture.worst else "wrong" if index in picture.wrong else ""
    if text == SAME:
        return Cell(text, 0)
    if value is None or not math.isfinite(value):
        return Cell(text, None, mark)
    return Cell(text, round(STEPS * value / end) if end else 0, mark)


def _grids(shape: tuple[int, ...], cells: list[Cell]) -> Iterable[Grid]:
    if not cells:
        return
    width = shape[-1] if shape else 1
    height = shape[-2] if len(shape) > 1 else 1
    columns = tuple(map(str, range(min(width, len(cells))))) if shape else ()
    lines = [tuple(cells[i : i + width]) for i in range(0, len(cells), width)]
    leading = product(*(range(n) for n in shape[:-2]))
    for at, start in zip(leading, range(0, len(lines), height), strict=False):
        rows = lines[start : start + height]
        names = [str(i) for i in range(len(rows))] if len(shape) > 1 else [""]
        where = "[" + ", ".join([*map(str, at), ":", ":"]) + "]" if at else ""
        yield Grid(where, columns, tuple(zip(names, rows, strict=True)))

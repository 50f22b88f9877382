"""Diagrams as view data: a backprop graph, scatter_ arrows, a decision boundary."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product
from typing import Any

from grader.report.html.charts import cell

CELL_W, CELL_H = 44, 30
_GAP = 26


@dataclass(frozen=True)
class Compared:
    """A number of the student's beside the reference's; `right` when they agree to six digits."""

    name: str
    student: str
    reference: str
    right: bool


@dataclass(frozen=True)
class GraphView:
    values: dict[str, Compared]
    gradients: dict[str, Compared]


def graph_view(data: Any) -> GraphView:
    """A06's graph. Raises LookupError when a node or an edge is missing."""
    values = {v["name"]: _compared(v) for v in data["values"]}
    gradients = {g["name"]: _compared(g) for g in data["gradients"]}
    for needed in ("x", "y", "w", "y_hat", "s", "loss"):
        values[needed]
    for needed in ("d_s", "d_y_hat", "d_w"):
        gradients[needed]
    return GraphView(values, gradients)


def _compared(data: Any) -> Compared:
    own, true = data["student"], data["reference"]
    right = own is not None and true is not None and math.isclose(own, true, rel_tol=1e-5, abs_tol=1e-9)
    return Compared(data["name"], "—" if own is None else cell(own), cell(true), right)


@dataclass(frozen=True)
class Box:
    x: int
    y: int
    text: str
    small: str = ""
    wrong: bool = False


@dataclass(frozen=True)
class Arrow:
    path: str
    head: str
    hue: int
    row: tuple[str, str, str, str]


@dataclass(frozen=True)
class ArrowsView:
    """src on the left, the answer on the right, an arrow per entry of src with its `row` of the table."""

    dim: int
    width: int
    height: int
    src: tuple[Box, ...]
    out: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    wrong: int


def arrows_view(data: Any) -> ArrowsView:
    """The scatter_ example of one dim. Raises LookupError, TypeError or ValueError for other data."""
    src_shape, base, dim = data["src_shape"], data["base"], data["dim"]
    places = list(product(*map(range, src_shape)))
    right_at = src_shape[2] * CELL_W + 190
    src, out, arrows = [], [], []
    for place, value, index in zip(places, data["src"], data["index"], strict=True):
        x, y = _corner(place, src_shape, 8)
        src.append(Box(x, y, cell(value), f"→{index}"))
        target = tuple(index if axis == dim else at for axis, at in enumerate(place))
        arrows.append(
            _arrow(
                (x + CELL_W, y + CELL_H // 2), _middle(target, base, right_at), place[0], place, index, target, value
            )
        )
    for place, own, true in zip(product(*map(range, base)), data["student"], data["reference"], strict=True):
        x, y = _corner(place, base, right_at)
        out.append(Box(x, y, cell(own), wrong=own is None or own != true))
    height = max(_corner((s[0] - 1, s[1] - 1, 0), s, 0)[1] for s in (src_shape, base)) + CELL_H + 10
    width = right_at + base[2] * CELL_W + 8
    return ArrowsView(dim, width, height, tuple(src), tuple(out), tuple(arrows), sum(b.wrong for b in out))


def _corner(place: Any, shape: Any, left: int) -> tuple[int, int]:
    """The top left of a cell: slices of the first axis lie below each other."""
    return left + place[2] * CELL_W, _GAP + place[0] * (shape[1] * CELL_H + _GAP) + place[1] * CELL_H


def _middle(place: Any, shape: Any, left: int) -> tuple[int, int]:
    x, y = _corner(place, shape, left)
    return x + 4, y + CELL_H // 2


def _arrow(start: Any, end: Any, hue: int, place: Any, index: int, target: Any, value: float) -> Arrow:
    (x1, y1), (x2, y2) = start, end
    bend = (x2 - x1) // 2
    head = f"M{x2},{y2}l-8,-4v8z"
    row = (_index(place), cell(value), str(index), _index(target))
    return Arrow(f"M{x1},{y1}C{x1 + bend},{y1} {x2 - bend},{y2} {x2 - 7},{y2}", head, hue % 2, row)


def _index(place: Any) -> str:
    return "[" + ", ".join(map(str, place)) + "]"


@dataclass(frozen=True)
class RegionsView:
    """Stripes (x, y, width, step) of equal colour, the points with the probability found there, and a coarse table."""

    size: int
    stripes: tuple[tuple[float, float, float, int], ...]
    thick: float
    points: tuple[tuple[float, float, int, str, str, bool], ...]
    ticks: tuple[tuple[float, str], ...]


SIZE = 260


def regions_view(data: Any) -> RegionsView:
    """The probability of class 1 over a square. Raises LookupError, TypeError or ValueError for other data."""
    side, low, high, grid = int(data["side"]), float(data["low"]), float(data["high"]), data["grid"]
    step = SIZE / side

    def pixel(value: float) -> float:
        return round((value - low) / (high - low) * (SIZE - step) + step / 2, 1)

    points = []
    for x1, x2, label in data["points"]:
        column, row = (round((v - low) / (high - low) * (side - 1)) for v in (x1, x2))
        chance = grid[column * side + row]
        right = chance is not None and (chance > 0.5) == bool(label)
        points.append((pixel(x1), round(SIZE - pixel(x2), 1), label, f"({x1}, {x2})", cell(chance), right))
    ticks = tuple((pixel(v), f"{v:g}") for v in (-0.5, 0.0, 0.5, 1.0, 1.5) if low <= v <= high)
    return RegionsView(SIZE, tuple(_stripes(grid, side, step)), round(step + 0.3, 2), tuple(points), ticks)


def _stripes(grid: Any, side: int, step: float) -> list[tuple[float, float, float, int]]:
    stripes: list[tuple[float, float, float, int]] = []
    for row in range(side):
        y = round(SIZE - (row + 1) * step, 2)
        start, shade = 0, _shade(grid[row])
        for column in range(1, side + 1):
            following = _shade(grid[column * side + row]) if column < side else None
            if following != shade:
                stripes.append((round(start * step, 2), y, round((column - start) * step + 0.3, 2), shade))
                start, shade = column, following if following is not None else 0
    return stripes


def _shade(chance: float | None) -> int:
    return 0 if chance is None else round((chance - 0.5) * 8)

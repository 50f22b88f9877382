"""Diagrams as view data: a backprop graph, scatter_ arrows, a decision boundary."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, product
from typing import Any

from grader.report.html.charts import cell

CELL_W, CELL_H = 44, 30
_GAP = 28
_GUTTER = 16
_BETWEEN = 130
HUES = 4


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
    """src on the left, the answer on the right, an arrow per entry of src with its `row` of the table. `names` are the
    (x, y, text) of the slices."""

    dim: int
    width: int
    height: int
    src: tuple[Box, ...]
    out: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    names: tuple[tuple[int, int, str], ...]
    wrong: int


def arrows_view(data: Any) -> ArrowsView:
    """The scatter_ example of one dim. Raises LookupError, TypeError or ValueError for other data."""
    src_shape, base, dim = data["src_shape"], data["base"], data["dim"]
    right_at = _right(src_shape, 2) + _BETWEEN
    src: list[Box] = []
    out: list[Box] = []
    arrows: list[Arrow] = []
    for place, value, index in zip(product(*map(range, src_shape)), data["src"], data["index"], strict=True):
        x, y = _corner(place, src_shape, 2)
        src.append(Box(x, y, cell(value), f"→{index}"))
        target = tuple(index if axis == dim else at for axis, at in enumerate(place))
        ends = _leaving(place, src_shape), _arriving(target, base, right_at)
        row = (_index(place), cell(value), str(index), _index(target))
        arrows.append(_arrow(*ends, _right(src_shape, 2), right_at, len(arrows) % HUES, row))
    for place, own, true in zip(product(*map(range, base)), data["student"], data["reference"], strict=True):
        x, y = _corner(place, base, right_at)
        out.append(Box(x, y, cell(own), wrong=own is None or own != true))
    height = max(_corner((s[0] - 1, s[1] - 1, 0), s, 0)[1] for s in (src_shape, base)) + CELL_H + 4
    names = [*_names("src", src_shape, 2), *_names("out", base, right_at)]
    width = _right(base, right_at) + 2
    return ArrowsView(
        dim, width, height, tuple(src), tuple(out), tuple(arrows), tuple(names), sum(b.wrong for b in out)
    )


def _corner(place: Any, shape: Any, left: int) -> tuple[int, int]:
    """The top left of a cell: slices of the first axis lie below each other, columns leave room for arrow heads."""
    return left + place[2] * (CELL_W + _GUTTER), _GAP + place[0] * (shape[1] * CELL_H + _GAP) + place[1] * CELL_H


def _right(shape: Sequence[int], left: int) -> int:
    return left + shape[2] * CELL_W + (shape[2] - 1) * _GUTTER


def _names(name: str, shape: Any, left: int) -> list[tuple[int, int, str]]:
    return [(left, _corner((i, 0, 0), shape, left)[1] - 7, f"{name}[{i}]") for i in range(shape[0])]


def _leaving(place: Any, shape: Any) -> tuple[int, int]:
    """The right edge of a cell; arrows from one row leave at heights of their own."""
    x, y = _corner(place, shape, 2)
    return x + CELL_W, y + CELL_H // 2 + (-7, 7, 0)[place[2] % 3]


def _arriving(place: Any, shape: Any, left: int) -> tuple[int, int]:
    x, y = _corner(place, shape, left)
    return x, y + CELL_H // 2 + (0, 8, -8)[place[2] % 3]


def _arrow(start: Any, end: Any, src_right: int, out_left: int, hue: int, row: tuple[str, str, str, str]) -> Arrow:
    """Out of the src, over to the answer, and there behind the cells before the target's."""
    (x1, y1), (x2, y2) = start, end
    turn, arrive = src_right + 6, out_left - 18
    bend = (turn + arrive) // 2
    path = f"M{x1},{y1}H{turn}C{bend},{y1} {bend},{y2} {arrive},{y2}H{x2 - 7}"
    return Arrow(path, f"M{x2 - 1},{y2}l-9-5v10z", hue, row)


def _index(place: Any) -> str:
    return "[" + ", ".join(map(str, place)) + "]"


@dataclass(frozen=True)
class RegionsView:
    """A path per shade, the points with the probability found there, and the ticks, all within `size` pixels."""

    size: int
    shades: tuple[tuple[int, str], ...]
    points: tuple[tuple[float, float, int, str, str, bool], ...]
    ticks: tuple[tuple[float, str], ...]


SIZE = 273


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
    return RegionsView(SIZE, tuple(sorted(_shades(grid, side, step).items())), tuple(points), ticks)


def _shades(grid: Any, side: int, step: float) -> dict[int, str]:
    """For each shade the stripes of cells that have it."""
    paths: dict[int, str] = {}
    for row in range(side):
        y, high = round(SIZE - (row + 1) * step, 1), round(step, 1)
        columns = range(side)
        for shade, run in groupby(columns, key=lambda column: _shade(grid[column * side + row])):
            first, *others = run
            wide = f"{round((len(others) + 1) * step, 1):g}"
            paths[shade] = paths.get(shade, "") + f"M{round(first * step, 1):g},{y:g}h{wide}v{high:g}h-{wide}z"
    return paths


def _shade(chance: float | None) -> int:
    return 0 if chance is None else round((chance - 0.5) * 8)

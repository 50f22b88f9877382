"""Lines over an axis as view data: paths, ticks and marks in the pixels of a fixed view box."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

WIDTH, HEIGHT = 420, 270
LEFT, RIGHT, TOP, BOTTOM = 52, 14, 24, 38
MOST_MARKS = 10
MOST_ROWS = 14
NEAR = 0.25
ROOM = 15
SHAPES = 4
Point = tuple[float, float]


@dataclass(frozen=True)
class Axis:
    """Maps numbers in [low, high] to pixels from `start` to `end`, through log10 when `log`."""

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def at(self, value: float) -> float:
        low, high, value = (math.log10(v) if self.log else v for v in (self.low, self.high, value))
        return round(self.start + (value - low) / (high - low) * (self.end - self.start), 1)

    def ticks(self) -> list[tuple[float, str]]:
        """(pixel, label) of round numbers."""
        return [(self.at(v), tick_label(v)) for v in (_decades if self.log else _rounds)(self.low, self.high)]


@dataclass(frozen=True)
class LineView:
    """`who` is reference, student or curve; `label` a message key; `hue` and `shape` each tell the lines apart. `marks`
    is a path with every mark, `counts` are the (x, y, number) of steps that have room for one."""

    who: str
    label: str
    hue: int
    shape: int
    path: str
    marks: str
    counts: tuple[tuple[float, float, int], ...] = ()


@dataclass(frozen=True)
class PanelView:
    id: str
    x: Axis
    y: Axis
    x_symbol: str
    y_symbol: str
    lines: tuple[LineView, ...]
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def grid(self) -> str:
        """The lines behind the ticks, as one path."""
        across = "".join(f"M{LEFT},{y:g}H{WIDTH - RIGHT}" for y, _ in self.y.ticks())
        return across + "".join(f"M{x:g},{TOP}V{HEIGHT - BOTTOM}" for x, _ in self.x.ticks())


def legend(panels: Sequence[PanelView]) -> tuple[LineView, ...]:
    """The lines of all panels, each once. One entry stands for all references when there are several: each lies under
    the line it belongs to."""
    lines = {(line.who, line.label): line for panel in panels for line in panel.lines}.values()
    references = [line for line in lines if line.who == "reference"]
    if len(references) > 1:
        references = [replace(references[0], label="reference", hue=4)]
    return (*references, *(line for line in lines if line.who != "reference"))


SYMBOLS = {
    "axis.x": "x", "axis.value": "f(x)", "axis.slope": "f′(x)", "axis.w": "w", "axis.loss": "L", "axis.depth": "n",
    "axis.gradient": "|dxₙ/dx₀|", "axis.step": "t",
}  # fmt: skip


def panel_view(data: Any) -> PanelView:
    """A panel of a "curves" plot, ready to draw. Raises LookupError, TypeError or ValueError for other data."""
    series = data["series"]
    log = data["scale"] == "log"
    x_axis = Axis(*_span([x for s in series for x in s["x"]]), LEFT, WIDTH - RIGHT)
    y_axis = Axis(*_heights(series, log), HEIGHT - BOTTOM, TOP, log)
    labels = list(dict.fromkeys(s["label"] for s in series if s["who"] == "student"))
    lines = tuple(_line(s, labels, x_axis, y_axis) for s in series)
    columns, rows = _table(series)
    return PanelView(
        data["id"], x_axis, y_axis, SYMBOLS[data["x"]], SYMBOLS[data["y"]], lines, tuple(columns), tuple(rows)
    )


def _line(series: Any, labels: list[str], x_axis: Axis, y_axis: Axis) -> LineView:
    points = _points(series, y_axis.log)
    several = len(labels) > 1 and series["label"] in labels
    shape = labels.index(series["label"]) % SHAPES if several else 0
    hue = shape if several else {"reference": 0, "student": 1, "curve": 4}[series["who"]]
    pixels = [[(x_axis.at(x), y_axis.at(y)) for x, y in run] for run in points]
    every = [p for run in pixels for p in run]
    marked = every[:: max(1, math.ceil(len(every) / MOST_MARKS))] if series["marks"] else []
    counts = _counts(every) if series["label"] == "steps" and series["who"] == "student" else ()
    path = _path([_thinned(run) for run in pixels])
    return LineView(series["who"], series["label"], hue, shape, path, marks(shape, marked), counts)


def marks(shape: int, points: Iterable[Point]) -> str:
    """One path with a circle, triangle, square or diamond at each point."""
    around = (
        (0, -4, "a4 4 0 1 1-.1 0z"),
        (0, -5, "l5 9h-10z"),
        (-3.5, -3.5, "h7v7h-7z"),
        (0, -5, "l5 5l-5 5l-5-5z"),
    )
    dx, dy, outline = around[shape]
    return "".join(f"M{round(x + dx, 1):g},{round(y + dy, 1):g}{outline}" for x, y in points)


def _counts(points: Sequence[Point]) -> tuple[tuple[float, float, int], ...]:
    """Where the number of a step stands: above its point, unless that would touch the number before."""
    found: list[tuple[float, float, int]] = []
    for number, (x, y) in enumerate(points):
        if all(math.hypot(x - a, y - 9 - b) > ROOM for a, b, _ in found):
            found.append((x, round(y - 9, 1), number))
    return tuple(found)


def _thinned(run: list[Point]) -> list[Point]:
    """Without the points that a line between others passes within a quarter of a pixel (Douglas and Peucker)."""
    if len(run) < 3:
        return run
    (x1, y1), (x2, y2) = run[0], run[-1]
    length = math.hypot(x2 - x1, y2 - y1)

    def away(point: Point) -> float:
        x, y = point
        return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length if length else math.hypot(x - x1, y - y1)

    far = max(range(1, len(run) - 1), key=lambda i: away(run[i]))
    if away(run[far]) <= NEAR:
        return [run[0], run[-1]]
    return [*_thinned(run[: far + 1])[:-1], *_thinned(run[far:])]


def _points(series: Any, log: bool) -> list[list[Point]]:
    """Runs of neighbouring points that can be drawn: a gap where there is no number."""
    runs: list[list[Point]] = [[]]
    for x, y in zip(series["x"], series["y"], strict=True):
        if y is None or (log and y <= 0):
            runs.append([])
        else:
            runs[-1].append((float(x), float(y)))
    return [run for run in runs if run]


def _path(runs: Sequence[Sequence[Point]]) -> str:
    """Steps from point to point are shorter to write than places."""
    return "".join(_run(run) for run in runs)


def _run(run: Sequence[Point]) -> str:
    (x, y), *_ = run
    steps = [_pair(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(run)]
    return "M" + _pair(x, y) + ("l" + " ".join(steps) if steps else "")


def _pair(x: float, y: float) -> str:
    x, y = round(x, 1) + 0.0, round(y, 1) + 0.0
    return f"{x:g}{y:g}" if y < 0 else f"{x:g},{y:g}"


def _heights(series: Any, log: bool) -> tuple[float, float]:
    """The range of y. A student's line may stretch it to three times what the reference needs, and is then cut off."""

    def values(who: Iterable[str]) -> list[float]:
        return [float(y) for s in series if s["who"] in who for y in s["y"] if y is not None and not (log and y <= 0)]

    own, others = values(["student"]), values(["reference", "curve"])
    if log:
        low = max(min([*others, *own]), 1e-16)
        return 10.0 ** math.floor(math.log10(low)), 10.0 ** math.ceil(math.log10(max([*others, *own])) + 0.01)
    low, high = _span(others or own, 0.06)
    room = high - low
    inside = [y for y in own if low - room <= y <= high + room]
    return _span([low, high, *inside])


def _span(values: Sequence[float], margin: float = 0.0) -> tuple[float, float]:
    low, high = min(values), max(values)
    more = (high - low) * margin if high > low else 1.0
    return low - more, high + more


def _rounds(low: float, high: float) -> list[float]:
    raw = (high - low) / 5
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= raw)
    first = math.ceil(low / step - 1e-9)
    return [k * step for k in range(first, math.floor(high / step + 1e-9) + 1)]


def _decades(low: float, high: float) -> list[float]:
    first, last = round(math.log10(low)), round(math.log10(high))
    step = max(1, math.ceil((last - first) / 6))
    return [10.0**e for e in range(first, last + 1, step)]


_HIGH = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def tick_label(value: float) -> str:
    """Four digits at most; powers of ten beyond a thousand as such."""
    power = math.log10(value) if value > 0 else 0.0
    if abs(power) >= 3 and abs(power - round(power)) < 1e-9:
        return "10" + str(round(power)).translate(_HIGH)
    return f"{value:.4g}".replace("e-0", "e-").replace("-", "−") if value else "0"


def _table(series: Any) -> tuple[list[tuple[str, str]], list[tuple[str, tuple[str, ...]]]]:
    """One row per x, one column (who, label) per line; a line without that x has an empty cell."""
    columns = [(s["who"], s["label"]) for s in series]
    if any(s["who"] == "curve" for s in series) and any(s["label"] == "steps" for s in series):
        return _steps_table([s for s in series if s["label"] == "steps"])
    found = [dict(zip(s["x"], s["y"], strict=True)) for s in series]
    xs = sorted({x for s in series for x in s["x"]})
    rows = [(f"{x:g}", tuple(cell(f.get(x, "")) for f in found)) for x in xs[:: _every(len(xs))]]
    return _paired(columns, rows)


def _paired(columns: list[tuple[str, str]], rows: Any) -> tuple[list[tuple[str, str]], Any]:
    """A student's column that says what the reference's beside it says is one column with it."""
    kept: list[tuple[tuple[str, str], list[int]]] = []
    for at, (who, label) in enumerate(columns):
        beside = at > 0 and who == "student" and columns[at - 1][0] == "reference"
        if beside and all(cells[at] == cells[at - 1] for _, cells in rows):
            kept[-1] = (("same", label), [at - 1])
            continue
        kept.append(((who, label), [at]))
    return [name for name, _ in kept], [(x, tuple(cells[i] for _, (i,) in kept)) for x, cells in rows]


def _every(count: int) -> int:
    """Which share of the points a table shows: it stays short enough to read, the first point and 0 included."""
    return next((step for step in (1, 2, 3, 4) if count / step <= MOST_ROWS), 1 + count // MOST_ROWS)


def _steps_table(series: Any) -> tuple[list[tuple[str, str]], list[tuple[str, tuple[str, ...]]]]:
    """Steps are counted: the w each line visits at each."""
    count = max(len(s["x"]) for s in series)
    rows = [(str(i), tuple(cell(s["x"][i]) if i < len(s["x"]) else "" for s in series)) for i in range(count)]
    return _paired([(s["who"], s["label"]) for s in series], rows)


def cell(value: Any) -> str:
    """A number of the data as a table shows it; "nan" for what was not finite."""
    if value is None:
        return "nan"
    return value if isinstance(value, str) else f"{value:.4g}"

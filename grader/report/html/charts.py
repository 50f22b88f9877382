"""Lines over an axis as view data: paths, ticks and marks in the pixels of a fixed view box."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

WIDTH, HEIGHT = 420, 270
LEFT, RIGHT, TOP, BOTTOM = 52, 14, 24, 38
MOST_MARKS = 13
MOST_ROWS = 26
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
    """`who` is reference, student or curve; `label` a message key; `hue` and `shape` each tell the lines apart."""

    who: str
    label: str
    hue: int
    shape: int
    path: str
    marks: tuple[Point, ...]


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
    def legend(self) -> tuple[LineView, ...]:
        """One entry for all the references when there are several: each lies under the line it belongs to."""
        references = [line for line in self.lines if line.who == "reference"]
        shown = [line for line in self.lines if line.who != "reference"]
        if len(references) > 1:
            references = [replace(references[0], label="reference", hue=4)]
        return (*references, *shown)


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
    every = max(1, math.ceil(sum(map(len, pixels)) / MOST_MARKS))
    marks = [p for run in pixels for p in run][::every] if series["marks"] else []
    return LineView(series["who"], series["label"], hue, shape, _path(pixels), tuple(marks))


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
    return " ".join("M" + "L".join(f"{x:g},{y:g}" for x, y in run) for run in runs)


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


def tick_label(value: float) -> str:
    return f"{value:.4g}".replace("e-0", "e-").replace("-", "−") if value else "0"


def _table(series: Any) -> tuple[list[tuple[str, str]], list[tuple[str, tuple[str, ...]]]]:
    """One row per x, one column (who, label) per line; a line without that x has an empty cell."""
    columns = [(s["who"], s["label"]) for s in series]
    if any(s["who"] == "curve" for s in series) and any(s["label"] == "steps" for s in series):
        return _steps_table([s for s in series if s["label"] == "steps"])
    found = [dict(zip(s["x"], s["y"], strict=True)) for s in series]
    xs = sorted({x for s in series for x in s["x"]})
    return columns, [(f"{x:g}", tuple(cell(f.get(x, "")) for f in found)) for x in xs[:: _every(len(xs))]]


def _every(count: int) -> int:
    """Which share of the points a table shows: it stays short enough to read, the first point and 0 included."""
    return next((step for step in (1, 2, 3, 4) if count / step <= MOST_ROWS), 1 + count // MOST_ROWS)


def _steps_table(series: Any) -> tuple[list[tuple[str, str]], list[tuple[str, tuple[str, ...]]]]:
    """Steps are counted: the w each line visits at each."""
    count = max(len(s["x"]) for s in series)
    rows = [(str(i), tuple(cell(s["x"][i]) if i < len(s["x"]) else "" for s in series)) for i in range(count)]
    return [(s["who"], s["label"]) for s in series], rows


def cell(value: Any) -> str:
    """A number of the data as a table shows it; "nan" for what was not finite."""
    if value is None:
        return "nan"
    return value if isinstance(value, str) else f"{value:.4g}"

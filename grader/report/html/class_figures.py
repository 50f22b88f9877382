"""Numbers about the whole class, and their histogram in pixels."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from grader.model.gradebook import ClassReport, Grade

BINS = 10
WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 640, 220, 40, 34, 22


@dataclass(frozen=True)
class Tiles:
    """Statistics are None for fewer than two graded students: a mean of one is that one."""

    students: int
    graded: int
    unreadable: int
    missing: int
    faults: int
    pending: int
    median: float | None
    mean: float | None
    deviation: float | None
    full: int


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    count: int
    label: str


@dataclass(frozen=True)
class Histogram:
    """`marks` are (pixel, key, value) of the quartiles; `ticks` (pixel, count) of the y axis."""

    bars: tuple[Bar, ...]
    marks: tuple[tuple[float, str, float], ...]
    ticks: tuple[tuple[float, int], ...]


@dataclass(frozen=True)
class Small:
    """One assignment: mean percent and the counts of ten bins, as heights of 0 … 30."""

    id: str
    mean: float
    bars: tuple[tuple[int, float, int], ...]


def tiles(report: ClassReport) -> Tiles:
    by_status = [g.status for g in report.students]
    percents = graded_percents(report.students)
    several = len(percents) >= 2
    return Tiles(
        students=len(by_status),
        graded=by_status.count("graded"),
        unreadable=by_status.count("unreadable"),
        missing=by_status.count("missing"),
        faults=by_status.count("grader_fault"),
        pending=by_status.count("pending"),
        median=statistics.median(percents) if several else None,
        mean=statistics.fmean(percents) if several else None,
        deviation=statistics.stdev(percents) if several else None,
        full=sum(p >= 100 for p in percents),
    )


def graded_percents(students: Sequence[Grade]) -> list[float]:
    return [g.percent for g in students if g.status == "graded"]


def histogram(percents: Sequence[float]) -> Histogram | None:
    """Ten bins of ten points, the last with everything from 90 up. None when there is nobody."""
    if not percents:
        return None
    counts = _counts(percents)
    step, most = _scale(max(counts))
    width = (WIDTH - LEFT - 10) / BINS
    room = HEIGHT - TOP - BOTTOM
    bars = tuple(
        Bar(
            round(LEFT + i * width + 2, 1),
            round(TOP + room * (1 - n / most), 1),
            round(width - 4, 1),
            round(room * n / most, 1),
            n,
            _bin_label(i),
        )
        for i, n in enumerate(counts)
    )
    ticks = tuple((round(TOP + room * (1 - n / most), 1), n) for n in range(0, most + 1, step))
    return Histogram(bars, _marks(percents, width), ticks)


def _bin_label(index: int) -> str:
    return f"{index * 10}–{index * 10 + 9}" if index < BINS - 1 else "90+"


def _marks(percents: Sequence[float], width: float) -> tuple[tuple[float, str, float], ...]:
    if len(percents) < 2:
        return ()
    quartiles = statistics.quantiles(percents, n=4, method="inclusive")
    keys = ("quartile.1", "median", "quartile.3")
    return tuple((round(LEFT + min(q, 100) / 10 * width, 1), key, q) for key, q in zip(keys, quartiles, strict=True))


def _counts(percents: Sequence[float]) -> list[int]:
    counts = [0] * BINS
    for percent in percents:
        counts[min(BINS - 1, max(0, int(percent // 10)))] += 1
    return counts


def _scale(most: int) -> tuple[int, int]:
    """The step and the end of a count axis with at most five steps."""
    step = 1
    while most > 5 * step:
        step *= 5 if str(step)[0] == "2" else 2
        if str(step)[0] == "4":
            step = step // 4 * 5
    return step, -(-most // step) * step


def smalls(report: ClassReport) -> list[Small]:
    """A small histogram for every assignment, over those who were graded."""
    students = [g for g in report.students if g.status == "graded"]
    found = []
    for identifier in report.assignments:
        percents = [a.percent for g in students for a in g.assignments if a.id == identifier and a.max_points]
        if not percents:
            continue
        counts = _counts(percents)
        bars = tuple((i * 12, round(30 * n / max(counts), 1), n) for i, n in enumerate(counts))
        found.append(Small(identifier, statistics.fmean(percents), bars))
    return found

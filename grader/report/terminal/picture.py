"""Expected against got: small arrays, aligned on the decimal point, the wrong entries between stars."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from grader.model.verdict import Picture
from grader.report.clean import one_line
from grader.report.terminal.columns import cells, pad

_ROWS = 6


@dataclass(frozen=True)
class Drawn:
    """Lines of text, and what was left out of them ("[1, :, :]", "")."""

    lines: tuple[str, ...]
    part: str = ""


def kind(picture: Picture) -> str:
    """ "(5,1) float32" of a tensor, nothing of a plain value."""
    return f"{shape(picture)} {picture.dtype}".strip() if picture.kind == "tensor" else ""


def shape(picture: Picture) -> str:
    inside = ",".join(str(n) for n in picture.shape)
    return f"({inside},)" if len(picture.shape) == 1 else f"({inside})"


def on_one_line(picture: Picture, room: int, dtype: str = "") -> str:
    """The value on one line where it fits in `room` columns, otherwise its shape. `dtype` goes without saying."""
    text = one_line(picture.text)
    if picture.kind != "tensor":
        return text
    known = picture.dtype == dtype
    short = text if known else f"{text} {picture.dtype}"
    if cells(short) <= room and prod(picture.shape) <= len(picture.cells):
        return short
    return shape(picture) if known else kind(picture)


def draw(picture: Picture, room: int, focus: int = -1) -> Drawn:
    """The picture in lines of at most `room` columns; around the entry with flat index `focus` when it is large."""
    if picture.kind != "tensor" or not picture.cells:
        return Drawn((one_line(picture.text, max(room, 8)),))
    if not picture.shape:
        return Drawn((_entry(picture, 0).strip(),))
    width = picture.shape[-1]
    known = len(picture.cells)
    matrix = prod(picture.shape[-2:]) if len(picture.shape) > 1 else width
    if not 0 <= focus < known:
        focus = 0
    start = focus // matrix * matrix if matrix else 0
    rows = [list(range(i, min(i + width, known))) for i in range(start, min(start + matrix, known), width)]
    return _window(picture, rows, focus, room)


def _window(picture: Picture, rows: list[list[int]], focus: int, room: int) -> Drawn:
    at = next((i for i, row in enumerate(rows) if focus in row), 0)
    top = max(0, min(at - _ROWS // 2, len(rows) - _ROWS))
    shown = rows[top : top + _ROWS]
    entries = [[_entry(picture, i) for i in row] for row in shown]
    texts = _aligned(entries)
    each = max((cells(t) for row in texts for t in row), default=1) + 1
    fitting = max(1, (room - 2) // each)
    column = rows[at].index(focus) if focus in rows[at] else 0
    left = max(0, min(column - fitting // 2, len(rows[at]) - fitting))
    lines = ["[" + " ".join(row[left : left + fitting]) + "]" for row in texts]
    whole_rows = picture.shape[-2] if len(picture.shape) > 1 else 1
    return Drawn(tuple(lines), _part(picture, (top, len(shown), whole_rows), (left, fitting, picture.shape[-1]), focus))


def _part(picture: Picture, rows: tuple[int, int, int], columns: tuple[int, int, int], focus: int) -> str:
    """Which part of the tensor is shown, as an index: "[2, 0:6, 3:9]"; "" for all of it."""
    names: list[str] = []
    stride = prod(picture.shape[-2:])
    for size in reversed(picture.shape[:-2]):
        names.insert(0, str(focus // stride % size))
        stride *= size
    spans = [_span(*rows)] if len(picture.shape) > 1 else []
    spans.append(_span(*columns))
    if not names and all(s == ":" for s in spans):
        return ""
    return f"[{', '.join([*names, *spans])}]"


def _span(start: int, count: int, whole: int) -> str:
    return ":" if start == 0 and count >= whole else f"{start}:{min(start + count, whole)}"


def _entry(picture: Picture, index: int) -> str:
    text = one_line(picture.cells[index], 24)
    return f"*{text}*" if index in picture.wrong else f" {text} "


def _aligned(rows: list[list[str]]) -> list[list[str]]:
    """Every entry as wide as the widest, decimal points below each other."""
    heads = max((len(_head(t)) for row in rows for t in row), default=0)
    moved = [[" " * (heads - len(_head(t))) + t for t in row] for row in rows]
    widest = max((cells(t) for row in moved for t in row), default=0)
    return [[pad(t, widest) for t in row] for row in moved]


def _head(entry: str) -> str:
    """What stands before the decimal point."""
    bare = entry.rstrip("* ")
    return bare.partition(".")[0]


def beside(left: Drawn, right: Drawn, titles: tuple[str, str], room: int) -> list[str] | None:
    """Two drawings next to each other under their titles; None when that does not fit in `room` columns."""
    first = max(cells(line) for line in (titles[0], *left.lines))
    second = max(cells(line) for line in (titles[1], *right.lines))
    if first + 3 + second > room:
        return None
    height = max(len(left.lines), len(right.lines))
    blank = ("",) * height
    pairs = zip((titles[0], *left.lines, *blank), (titles[1], *right.lines, *blank), strict=False)
    return [f"{pad(a, first)}   {b}".rstrip() for a, b in list(pairs)[: height + 1]]

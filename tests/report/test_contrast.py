"""Every pair of colours that the pages set on each other, measured by the WCAG formula, in light and dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.report.html import page

STATIC = Path(page.__file__).parent / "static"
CODE = ("code-keyword", "code-string", "code-comment", "code-number")
TEXT = [
    *((name, "bg") for name in ("text", "muted", "link", "fail", "pass", "partial", "rule")),
    *((name, "surface") for name in ("text", "muted", "link", "fail", "pass", *CODE)),
    *((name, "surface2") for name in ("text", "muted")),
    *((name, f"{name}-bg") for name in ("pass", "fail", "partial", "rule", "todo")),
    *((name, "mark") for name in ("text", *CODE)),
    ("bg", "text"),
    ("text", "pass-bg"),
]  # fmt: skip
STROKES = [
    *((name, "bg") for name in ("border", "grid", "expected", "got", "hue-3", "rule")),
    ("got", "bg"),
    ("expected", "bg"),
]


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def tokens() -> dict[str, tuple[str, str]]:
    css = "".join((STATIC / name).read_text(encoding="utf-8") for name in ("base.css", "plots.css"))
    found = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", css)
    return {name: (light, dark) for name, light, dark in found}


def test_the_formula() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("pair", TEXT, ids=" on ".join)
def test_text(pair: tuple[str, str], theme: int) -> None:
    front, back = (tokens()[name][theme] for name in pair)
    assert contrast(front, back) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("pair", STROKES, ids=" on ".join)
def test_strokes(pair: tuple[str, str], theme: int) -> None:
    front, back = (tokens()[name][theme] for name in pair)
    assert contrast(front, back) >= 3


def test_heat_cells() -> None:
    css = (STATIC / "student.css").read_text(encoding="utf-8")
    cells = re.findall(r"\.heat \.h(-?\d) \{ background: (#\w{6}); color: (#\w{3}); \}", css)
    assert [int(step) for step, _, _ in cells] == list(range(-4, 5))
    for _, back, front in cells:
        assert contrast("#" + "".join(2 * c for c in front[1:]), back) >= 4.5

"""Ask the student's function and the reference the same question."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from torch import Tensor

from grader.contestant import Contestant
from grader.contestant.tensors import decode, encode
from grader.model.exercise import Course, Exercise
from grader.model.outcome import Call, Returned

Plot = dict[str, object]
Numbers = list[float | None]


@dataclass(frozen=True)
class Asking:
    """The functions of one assignment, `slug`; `running` are the ids of those that run at all."""

    course: Course
    contestant: Contestant
    slug: str
    running: frozenset[str]

    def exercise(self, name: str) -> Exercise:
        return self.course.assignment(self.slug)[name]

    def runs(self, name: str) -> bool:
        return self.exercise(name).id in self.running

    def student(self, name: str, arguments: Sequence[tuple[Any, ...]]) -> list[Any]:
        """The student's answer for each tuple of arguments, None for each that did not come."""
        if not self.runs(name):
            return [None] * len(arguments)
        calls = [Call(tuple(encode(a) for a in args), repeat=False) for args in arguments]
        outcomes = [answer.outcome for answer in self.contestant.ask(self.slug, name, calls)]
        return [decode(o.value) if isinstance(o, Returned) else None for o in outcomes]

    def reference(self, name: str, arguments: Sequence[tuple[Any, ...]]) -> list[Any]:
        """The reference's answer for each."""
        return [self.exercise(name).reference(*args) for args in arguments]


def numbers(value: Any, count: int) -> Numbers | None:
    """A tensor of `count` numbers as a list, what is not finite as None; None when it is no such tensor."""
    if not isinstance(value, Tensor) or value.numel() != count or value.is_complex():
        return None
    return [number(v) for v in value.detach().flatten().tolist()]


def number(value: Any) -> float | None:
    """A finite number, or None."""
    if isinstance(value, Tensor):
        value = value.item() if value.numel() == 1 else None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(f"{value:.6g}") if math.isfinite(value) else None


def series(who: str, label: str, x: Sequence[float], y: Numbers | None, marks: str = "") -> list[Plot]:
    """One line of a panel, or nothing when there is no y. `marks` is "" (line), "line" (line with marks) or "only"."""
    if y is None or all(v is None for v in y):
        return []
    return [{"who": who, "label": label, "x": [float(f"{v:.6g}") for v in x], "y": y, "marks": marks}]


def panel(id_: str, x: str, y: str, lines: list[Plot], scale: str = "linear") -> list[Plot]:
    """A panel of a "curves" plot, or nothing without a line of the student's."""
    if not any(line["who"] == "student" for line in lines):
        return []
    return [{"id": id_, "x": x, "y": y, "scale": scale, "series": lines}]


def curves(id_: str, panels: list[Plot]) -> list[Plot]:
    return [{"id": id_, "kind": "curves", "panels": panels}] if panels else []

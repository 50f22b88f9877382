"""What a class as a whole got right and wrong, added up student by student: memory does not grow with the class."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from grader.model.gradebook import FunctionRow, Grade, MisconceptionRow, Unclassified
from grader.model.verdict import Message

ENOUGH = 20
_NAMED = 50
_EXAMPLES = 200
_WRONG = ("fail", "partial", "rule")


@dataclass
class _Sums:
    """Per function: counts by status, and the sums that a correlation with the rest of the test needs."""

    statuses: Counter[str] = field(default_factory=Counter)
    share: float = 0.0
    n: int = 0
    x: float = 0.0
    xx: float = 0.0
    r: float = 0.0
    rr: float = 0.0
    xr: float = 0.0

    def add(self, points: float, rest: float) -> None:
        self.n += 1
        self.x += points
        self.xx += points * points
        self.r += rest
        self.rr += rest * rest
        self.xr += points * rest

    def correlation(self) -> float | None:
        """Corrected item-total correlation; None when few took part or one side does not vary."""
        if self.n < ENOUGH:
            return None
        vx, vr = self.n * self.xx - self.x**2, self.n * self.rr - self.r**2
        if vx <= 1e-9 * self.n * self.xx or vr <= 1e-9 * self.n * self.rr:
            return None
        return round((self.n * self.xr - self.x * self.r) / math.sqrt(vx * vr), 4)


@dataclass
class _Mistake:
    sentence: Message
    count: int = 0
    lost: float = 0.0
    examples: Counter[str] = field(default_factory=Counter)
    students: list[str] = field(default_factory=list)


class Statistics:
    """Takes rows one by one; `exercises` are (id, slug, points, tier) in the order of the course."""

    def __init__(self, exercises: Sequence[tuple[str, str, float, str]]) -> None:
        self._exercises = exercises
        self._sums: dict[str, _Sums] = {e[0]: _Sums() for e in exercises}
        self._slugs = {e[0]: e[1] for e in exercises}
        self._mistakes: dict[tuple[str, str], _Mistake] = {}
        self._unclassified: Counter[tuple[str, str]] = Counter()

    def add(self, grade: Grade, data: Mapping[str, Any]) -> None:
        for function in grade.functions:
            sums = self._sums.get(function.id)
            if sums is None or (function.adjusted and function.status == "skip"):
                continue
            sums.statuses[function.status] += 1
            sums.share += function.points / function.max_points if function.max_points else 0.0
            sums.add(function.points, grade.points - function.points)
        for assignment in data["assignments"]:
            for function in assignment["functions"]:
                if function["id"] in self._sums:
                    self._mistake(function, grade.id)

    def _mistake(self, function: Mapping[str, Any], student: str) -> None:
        diagnosis = function["diagnosis"]
        if diagnosis:
            key = (function["id"], diagnosis["id"])
            sentence = diagnosis["sentence"]
            mistake = self._mistakes.setdefault(
                key, _Mistake(Message(sentence["domain"], sentence["id"], dict(sentence["params"])))
            )
            mistake.count += 1
            mistake.lost += function["max_points"] - function["points"]
            if len(mistake.students) < _NAMED:
                mistake.students.append(student)
            if function["source"] in mistake.examples or len(mistake.examples) < _EXAMPLES:
                mistake.examples[function["source"]] += 1
        elif function["status"] in _WRONG and function["finding"] and function["status"] != "rule":
            self._unclassified[function["id"], function["finding"]["id"]] += 1

    def functions(self) -> tuple[FunctionRow, ...]:
        best: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        for (function, identifier), mistake in self._mistakes.items():
            best[function].append((-mistake.count, identifier))
        return tuple(self._row(*exercise, min(best[exercise[0]], default=(0, ""))) for exercise in self._exercises)

    def _row(self, identifier: str, slug: str, points: float, tier: str, top: tuple[int, str]) -> FunctionRow:
        sums = self._sums[identifier]
        count = sums.statuses
        handed = sum(count.values()) - count["skip"]
        return FunctionRow(
            id=identifier, domain=slug, points=points, tier=tier, handed_in=handed, attempted=handed - count["todo"],
            passed=count["pass"] + count["carried"], todo=count["todo"], timeout=count["timeout"], rule=count["rule"],
            error=count["error"], mean_share=round(sums.share / handed, 4) if handed else 0.0,
            discrimination=sums.correlation(), top=top[1], top_count=-top[0],
        )  # fmt: skip

    def misconceptions(self) -> tuple[MisconceptionRow, ...]:
        """By how many made them times what it cost, most first."""
        rows = [
            MisconceptionRow(
                id=identifier, function=function, domain=self._slugs[function], sentence=mistake.sentence,
                count=mistake.count, attempted=_attempted(self._sums[function]), points_lost=mistake.lost,
                example=min(mistake.examples, key=lambda s: (-mistake.examples[s], len(s), s), default=""),
                students=tuple(mistake.students),
            )
            for (function, identifier), mistake in self._mistakes.items()
        ]  # fmt: skip
        return tuple(sorted(rows, key=lambda row: (-row.points_lost, row.function, row.id)))

    def unclassified(self) -> tuple[Unclassified, ...]:
        found = (Unclassified(function, finding, n) for (function, finding), n in self._unclassified.items())
        return tuple(sorted(found, key=lambda row: (-row.count, row.function, row.finding)))


def _attempted(sums: _Sums) -> int:
    return sum(sums.statuses.values()) - sums.statuses["skip"] - sums.statuses["todo"]

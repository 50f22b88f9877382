"""The result of grading one submission: what every report, export and gradebook starts from."""

from __future__ import annotations

from dataclasses import dataclass, field

from grader.model.submission import Problem
from grader.model.verdict import Message, Verdict


@dataclass(frozen=True)
class FunctionResult:
    """A verdict with what a report shows beside it: `formula`, `signature`, the student's own lines."""

    verdict: Verdict
    formula: str
    signature: str
    source: str = ""
    source_file: str = ""
    source_line: int = 0
    forbids: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    teaches: tuple[str, ...] = ()


@dataclass(frozen=True)
class AssignmentResult:
    """`id` "A07", `slug`; `domain` and `locale` of its texts; `problem` when its file could not be read at all.
    `plots` are pictures drawn from the student's functions beside the reference, as data.
    """

    id: str
    slug: str
    functions: tuple[FunctionResult, ...]
    path: str = ""
    problem: Problem | None = None
    plots: tuple[dict[str, object], ...] = ()


@dataclass(frozen=True)
class Totals:
    """Points of what was selected. `core_max` counts core functions only; extra and bonus only add, capped at 110 %."""

    core: float
    core_max: float
    extra: float
    extra_max: float
    passed: int
    functions: int

    @property
    def percent(self) -> float:
        if self.core_max == 0:
            return 0.0
        return min(110.0, 100.0 * (self.core + self.extra) / self.core_max)

    @property
    def core_percent(self) -> float:
        return 100.0 * self.core / self.core_max if self.core_max else 0.0


@dataclass(frozen=True)
class Environment:
    """What graded it: versions, the seed, the isolation level that was probed."""

    grader: str
    torch: str
    python: str
    course: str
    seed: int
    isolation: str
    isolation_detail: dict[str, str] = field(default_factory=dict)
    started: str = ""


@dataclass(frozen=True)
class Result:
    """One graded submission. `remarks` are about the whole of it: the instructor's, and its grade in a class."""

    submission: str
    digest: str
    assignments: tuple[AssignmentResult, ...]
    totals: Totals
    environment: Environment
    problems: tuple[Problem, ...] = ()
    ignored: tuple[str, ...] = ()
    remarks: tuple[Message, ...] = ()

    @property
    def functions(self) -> tuple[FunctionResult, ...]:
        return tuple(f for a in self.assignments for f in a.functions)

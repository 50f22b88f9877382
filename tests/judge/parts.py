"""Parts of answers without a run of a student's function: the right numbers, the given ones, and the arguments."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor

from grader.judge.diagnosis.evidence import Part
from grader.judge.findings import Finding
from grader.model.exercise import Case


@dataclass(frozen=True)
class StandInRun:
    dtype: str = "float64"
    case: Case = Case(())


@dataclass(frozen=True)
class StandIn:
    """What a part asks of the run that it belongs to."""

    run: StandInRun
    finding: Finding | None = Finding("value")


def numbers(*values: float) -> Tensor:
    return torch.tensor(values, dtype=torch.float64)


def part(want: Any = 1.0, got: Any = 0.0, dtype: str = "float64", path: str = "", **args: Any) -> Part:
    exact = lambda v: v if isinstance(v, Tensor) else torch.tensor(v, dtype=torch.float64)
    return Part(StandIn(StandInRun(dtype)), path, exact(want), exact(got), args)  # type: ignore[arg-type]


def at_edge(found: Part) -> Part:
    """The same in a run that is no ordinary one."""
    run = StandInRun(found.run.dtype, Case((), "corner", "extreme"))
    return replace(found, judged=StandIn(run, found.judged.finding))  # type: ignore[arg-type]


def in_a_right_run(found: Part) -> Part:
    return replace(found, judged=StandIn(StandInRun(found.run.dtype, found.run.case), None))  # type: ignore[arg-type]

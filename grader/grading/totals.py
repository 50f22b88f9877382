"""Points of what was selected."""

from __future__ import annotations

from collections.abc import Iterable

from grader.model.result import Totals
from grader.model.verdict import Verdict

DONE = ("pass", "carried")


def totals(verdicts: Iterable[Verdict]) -> Totals:
    """Core against extra and bonus; `passed` counts pass and carried."""
    every = list(verdicts)
    core = [v for v in every if v.tier == "core"]
    more = [v for v in every if v.tier != "core"]
    return Totals(
        core=sum(v.points for v in core),
        core_max=sum(v.max_points for v in core),
        extra=sum(v.points for v in more),
        extra_max=sum(v.max_points for v in more),
        passed=sum(v.status in DONE for v in every),
        functions=len(every),
    )

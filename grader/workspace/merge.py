"""One result out of two: what was graded now, on top of what was graded before."""

from __future__ import annotations

from dataclasses import replace

from grader.grading.totals import totals
from grader.model.result import AssignmentResult, Result


def merge(old: Result | None, new: Result) -> Result:
    """`new`, with the functions of `old` that it does not speak of. Results of another version of the course are left
    out: their points would not add up."""
    if old is None or old.environment.course != new.environment.course:
        return new
    before = {a.id: a for a in old.assignments}
    now = {a.id: a for a in new.assignments}
    merged = [_assignment(before.get(id), now.get(id)) for id in sorted({*before, *now})]
    every = totals(f.verdict for a in merged for f in a.functions)
    return replace(new, assignments=tuple(merged), totals=every)


def _assignment(old: AssignmentResult | None, new: AssignmentResult | None) -> AssignmentResult:
    if old is None or new is None:
        kept = new or old
        assert kept is not None
        return kept
    fresh = {f.verdict.id: f for f in new.functions}
    if not fresh or set(fresh) >= {f.verdict.id for f in old.functions}:
        return new
    functions = [fresh.pop(f.verdict.id, f) for f in old.functions]
    return replace(new, functions=(*functions, *fresh.values()), plots=_plots(old, new))


def _plots(old: AssignmentResult, new: AssignmentResult) -> tuple[dict[str, object], ...]:
    """The new pictures, and those old ones that show no function that was graded again."""
    again = {f.verdict.id for f in new.functions}
    kept = [p for p in old.plots if _names(p) and not again.intersection(_names(p))]
    return (*kept, *new.plots)


def _names(plot: dict[str, object]) -> list[str]:
    names = plot.get("functions")
    return [str(n) for n in names] if isinstance(names, list) else []

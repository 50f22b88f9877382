"""Partial credit (by group): contract 20 %, the seen example 10 %, ordinary values 50 %, edge cases 20 %."""

from __future__ import annotations

from collections.abc import Sequence

from grader.judge.findings import Judged
from grader.model.verdict import Group

SHARES = {"seen": 10, "ordinary": 50, "corner": 20, "contract": 20}
_GROUP_OF = {"seen": "seen", "random": "ordinary", "corner": "corner"}


def groups(points: float, runs: Sequence[Judged]) -> tuple[Group, ...]:
    """What each group earned of `points`.

    A group is all or nothing. Edges and contract count only once the ordinary values are right: a function that returns
    zeros of the right shape has kept a contract about nothing. Shares of groups without runs go to the others.
    """
    counts = {name: _count(name, runs) for name in SHARES}
    present = {name: share for name, share in SHARES.items() if counts[name][1]}
    whole = sum(present.values())
    base = next(name for name in ("ordinary", "corner", "seen") if name in present)
    solid = counts[base][0] == counts[base][1]
    made = []
    for name, share in present.items():
        passed, total = counts[name]
        available = points * share / whole
        earned = available if passed == total and (solid or name == "seen") else 0.0
        made.append(Group(name, available, earned, passed, total))
    return tuple(made)


def _count(name: str, runs: Sequence[Judged]) -> tuple[int, int]:
    if name == "contract":
        return sum(r.contract for r in runs), len(runs)
    mine = [r for r in runs if _GROUP_OF[r.run.case.kind] == name]
    return sum(r.value is None for r in mine), len(mine)


def earned(points: float, made: Sequence[Group]) -> float:
    """Points for the function, rounded down to half points, so that only a full pass gives all of them."""
    total = sum(g.earned for g in made)
    return points if total >= points - 1e-9 else int(total * 2 + 1e-9) / 2

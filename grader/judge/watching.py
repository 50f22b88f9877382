"""Several watched runs of one function, as one piece of evidence."""

from __future__ import annotations

from collections.abc import Sequence

from grader.judge.findings import Judged
from grader.model.outcome import Returned, Watch


def merged(watches: Sequence[Watch]) -> Watch | None:
    """Uses of all runs, the first proof of differentiation, the steps of the first (smallest) run; None for no runs."""
    if not watches:
        return None
    proof = next((w for w in watches if w.differentiated), watches[0])
    return Watch(
        uses=tuple(dict.fromkeys(use for w in watches for use in w.uses)),
        differentiated=proof.differentiated,
        differentiated_at=proof.differentiated_at,
        graph_recorded=any(w.graph_recorded for w in watches),
        steps=watches[0].steps,
        failed=next((w.failed for w in watches if w.failed), ""),
    )


def unwatched(done: Sequence[Judged]) -> str:
    """Why the tripwires of a run that returned saw nothing that counts; "" when they did their work."""
    for each in done:
        if each.run.call.watch and isinstance(each.answer.outcome, Returned):
            if each.answer.watch is None:
                return "no report"
            if each.answer.watch.failed:
                return each.answer.watch.failed
    return ""

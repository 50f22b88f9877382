"""Several watched runs of one function, as one piece of evidence."""

from __future__ import annotations

from collections.abc import Sequence

from grader.model.outcome import Watch


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

"""Several watched runs of one function, as one piece of evidence."""

from __future__ import annotations

from collections.abc import Sequence

from grader.judge.findings import Judged
from grader.judge.trees import leaves
from grader.model.exercise import Exercise
from grader.model.outcome import Returned, Watch
from grader.model.value import TensorValue, Value


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


def unwatched(exercise: Exercise, done: Sequence[Judged]) -> str:
    """Why the tripwires of a run that returned saw nothing that counts; "" when they did their work.

    A tensor that is no argument comes out of some call of torch. Where none was seen, somebody looked away; only a
    function that builds on others may leave all its work to worked answers, which are not watched.
    """
    for each in done:
        if each.run.call.watch and isinstance(each.answer.outcome, Returned):
            if each.answer.watch is None:
                return "no report"
            if each.answer.watch.failed:
                return each.answer.watch.failed
            fresh = not each.answer.behaviour.aliases and _has_tensor(each.answer.outcome.value)
            if fresh and not each.answer.watch.uses and not exercise.uses:
                return "no call seen"
    return ""


def _has_tensor(value: Value) -> bool:
    return any(isinstance(leaf, TensorValue) and leaf.data for _, leaf in leaves(value))

"""What a contestant says about a call, made possible: its frames have the right form, their content may be invented.

Nothing in here decides about marks. It keeps invented lines, times, reasons and texts of any size out of results.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from grader.contestant.limits import Limits
from grader.contestant.wire import Malformed
from grader.model.outcome import Answer, Behaviour, Call, Outcome, Place, Raised, Returned, Unusable, Use, Watch

REASONS = ("missing", "not_a_function", "not_loaded", "bad_answer", "too_large")
MESSAGE = 2000
NAME = 200
MOST_LINES = 100_000_000
MOST_NAMES = 64
MOST_USES = 400
MOST_STEPS = 200


def credible(answer: Answer, call: Call, limits: Limits) -> Answer:
    """The answer with every text cut and every number in its range. Raises Malformed for an outcome that only the
    judge can see (a time-out, a death), for a reason that does not exist, and without what `call` asked for.
    """
    half = (call.watch and answer.watch is None) or (call.differentiate and answer.gradients is None)
    if half and isinstance(answer.outcome, Returned):
        raise Malformed("half an answer")
    return replace(
        answer,
        outcome=possible(answer.outcome),
        behaviour=_behaviour(answer.behaviour),
        watch=None if answer.watch is None else _watch(answer.watch),
        gradients=None if answer.gradients is None else possible(answer.gradients),
        printed=answer.printed[: limits.output],
        seconds=_seconds(answer.seconds, limits.wall),
    )


def possible(outcome: Outcome) -> Outcome:
    """Raises Malformed."""
    if isinstance(outcome, Returned):
        return outcome
    if isinstance(outcome, Raised):
        also = _names(outcome.also)
        return Raised(outcome.type[:NAME], outcome.message[:MESSAGE], _place(outcome.place), outcome.todo, also)
    if isinstance(outcome, Unusable):
        return unusable(outcome)
    raise Malformed("an end that only the judge can see")


def unusable(outcome: Unusable) -> Unusable:
    """Raises Malformed."""
    if outcome.reason not in REASONS:
        raise Malformed("no such reason")
    return Unusable(outcome.reason, outcome.detail[:MESSAGE], _place(outcome.place))


def _behaviour(told: Behaviour) -> Behaviour:
    return replace(
        told,
        touched=tuple(replace(t, path=t.path[:NAME]) for t in told.touched[:MOST_NAMES]),
        aliases=tuple(replace(a, answer=a.answer[:NAME], argument=a.argument[:NAME]) for a in told.aliases[:MOST_USES]),
        globals_changed=_names(told.globals_changed),
    )


def _watch(told: Watch) -> Watch:
    return Watch(
        tuple(Use(use.name[:NAME], use.kind[:NAME], _place(use.place)) for use in told.uses[:MOST_USES]),
        told.differentiated[:NAME],
        _place(told.differentiated_at),
        told.graph_recorded,
        tuple(replace(step, op=step.op[:NAME], place=_place(step.place)) for step in told.steps[:MOST_STEPS]),
        told.failed[:MESSAGE],
    )


def _names(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text[:NAME] for text in list(texts)[:MOST_NAMES])


def _place(place: Place | None) -> Place | None:
    if place is None or not 1 <= place.line <= MOST_LINES:
        return None
    return Place(place.file[:NAME], place.line)


def _seconds(told: float, most: float) -> float:
    return min(max(told, 0.0), most) if math.isfinite(told) else 0.0

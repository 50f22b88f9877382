"""What is wrong with one run, first things first: did it run, the answer itself, what it did to its inputs."""

from __future__ import annotations

from dataclasses import dataclass, field

from grader.judge.accept import accepted, finite
from grader.judge.compare import Mismatch, compare
from grader.judge.plan import Run
from grader.model.exercise import Exercise
from grader.model.outcome import Answer, Behaviour, Died, Place, Raised, Returned, TimedOut, Unusable
from grader.model.value import TensorValue, Value
from grader.model.verdict import Param

# Kinds that break the contract rather than the numbers
CONTRACT = frozenset(
    [
        "none",
        "type",
        "count",
        "shape",
        "dtype",
        "mutated",
        "mutated_beyond",
        "undone",
        "metadata",
        "shares_memory",
        "reused_memory",
        "not_a_view",
        "not_in_place",
        "unstable",
    ]
)


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong. The sentence is `finding.<kind>` of the catalogue `judge`, filled with `params`."""

    kind: str
    params: dict[str, Param] = field(default_factory=dict)
    mismatch: Mismatch | None = None
    place: Place | None = None


@dataclass(frozen=True)
class Judged:
    """A run, its answer, and what is wrong: `value` about the answer itself, `purity` about the call's side effects."""

    run: Run
    answer: Answer
    value: Finding | None
    purity: Finding | None

    @property
    def finding(self) -> Finding | None:
        return self.value or self.purity

    @property
    def contract(self) -> bool:
        """Whether the contract (types, shape, dtype, side effects) was kept in this run."""
        return self.purity is None and (self.value is None or self.value.kind not in CONTRACT)


def judged(exercise: Exercise, run: Run, answer: Answer) -> Judged:
    """Judge one run."""
    value = _value(exercise, run, answer)
    outcome, purity = answer.outcome, None
    if isinstance(outcome, Returned) and not run.case.raises:
        purity = _purity(exercise, answer.behaviour, outcome.value)
    return Judged(run, answer, value, purity)


def _value(exercise: Exercise, run: Run, answer: Answer) -> Finding | None:
    outcome = answer.outcome
    if run.case.raises:
        return _promised_error(run.case.raises, outcome)
    if isinstance(outcome, Returned):
        return _returned(exercise, run, answer, outcome)
    return _no_answer(outcome)


def _no_answer(outcome: object) -> Finding:
    if isinstance(outcome, Raised):
        kind = "todo" if outcome.todo else "raised"
        return Finding(kind, {"type": outcome.type, "message": outcome.message}, place=outcome.place)
    if isinstance(outcome, TimedOut):
        return Finding("timeout", {"seconds": round(outcome.seconds, 1)})
    if isinstance(outcome, Died):
        return Finding("died", {"how": outcome.how})
    if isinstance(outcome, Unusable):
        return Finding(outcome.reason, {"detail": outcome.detail}, place=outcome.place)
    raise TypeError(f"no outcome: {outcome!r}")


def _promised_error(promised: str, outcome: object) -> Finding | None:
    if isinstance(outcome, Returned):
        return Finding("no_error", {"type": promised})
    if isinstance(outcome, Raised) and not outcome.todo:
        if promised in (outcome.type, *outcome.also):
            return None
        return Finding(
            "other_error", {"type": promised, "got": outcome.type, "message": outcome.message}, place=outcome.place
        )
    return _no_answer(outcome)


def _returned(exercise: Exercise, run: Run, answer: Answer, outcome: Returned) -> Finding | None:
    if exercise.accept is not None:
        mismatch = accepted(exercise, run, outcome.value)
    else:
        mismatch = compare(run.expected, outcome.value, exercise.scalar)
    if mismatch is None and exercise.inplace:
        position = exercise.parameters.index(exercise.inplace)
        after = answer.behaviour.arguments_after
        held = after[position] if position < len(after) else run.call.args[position]
        mismatch = compare(run.expected, held, exercise.scalar)
        if mismatch is not None:
            return Finding("not_in_place", {"argument": exercise.inplace}, mismatch)
    if mismatch is not None:
        return Finding(mismatch.kind, {**mismatch.params, "part": mismatch.path}, mismatch)
    return _gradient(run, answer)


def _gradient(run: Run, answer: Answer) -> Finding | None:
    """Autograd through the student's own function: only a gradient that is not finite is held against it. That there is
    none is not: no_grad is allowed everywhere."""
    if answer.gradients is None or not finite(run.call.args):
        return None
    if isinstance(answer.gradients, Returned) and not finite(answer.gradients.value):
        return Finding("gradient_nonfinite")
    return None


def _purity(exercise: Exercise, behaviour: Behaviour, value: Value) -> Finding | None:
    for touched in behaviour.touched:
        if touched.path.partition("[")[0] == exercise.inplace:
            if touched.beyond:
                return Finding("mutated_beyond", {"argument": touched.path})
            continue
        if touched.values or touched.storage:
            return Finding("mutated", {"argument": touched.path})
        if touched.metadata:
            return Finding("metadata", {"argument": touched.path})
        if touched.version:
            return Finding("undone", {"argument": touched.path})
    shared = [a for a in behaviour.aliases if a.argument.partition("[")[0] != exercise.inplace]
    if exercise.fresh and shared:
        return Finding("shares_memory", {"argument": shared[0].argument})
    if behaviour.reused and (exercise.fresh or behaviour.repeats is False):
        return Finding("reused_memory")
    is_view = any(a.argument.partition("[")[0] == exercise.view_of for a in behaviour.aliases)
    if exercise.view_of and not is_view and not _empty(value):
        return Finding("not_a_view", {"argument": exercise.view_of})
    if exercise.inplace and not any(a.argument == exercise.inplace and a.same_object for a in behaviour.aliases):
        return Finding("not_in_place", {"argument": exercise.inplace})
    if behaviour.repeats is False:
        return Finding("unstable")
    return None


def _empty(value: Value) -> bool:
    """Tensors without entries have no memory to share."""
    return isinstance(value, TensorValue) and 0 in value.shape

"""Calls a function as the judge asked and reports how each call ended and what was seen (JUDGING.md section 1.3)."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import torch

from grader.contestant.inside.inputs import Inputs, fresh, share_memory
from grader.contestant.inside.output import Capture
from grader.contestant.inside.places import describe, raised
from grader.contestant.inside.state import GlobalState, OtherGenerators
from grader.contestant.tensors import TooLarge, decode, encode
from grader.contestant.values import VALUE
from grader.contestant.weights import weighted_sum
from grader.contestant.wire import Malformed, dumps
from grader.model.outcome import Answer, Behaviour, Call, Outcome, Returned, Unusable, Watch
from grader.model.value import TensorValue, Value

_ROUNDING = {"float32": 1e-5, "float64": 1e-12}


@dataclass(frozen=True)
class Target:
    """What is called and how it is reported.

    `files` maps code file names of the student to labels, `lent` are those of worked answers; `exercise` is
    "A07.sigmoid" or ""; `catches` is what a call may raise without ending the process; `answer` is the most bytes one
    answer may have; `state` is what the process-wide settings are put back to after every run.
    """

    function: Callable[..., Any]
    parameters: tuple[str, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    exercise: str = ""
    output: Capture | None = None
    answer: int = 64 << 20
    catches: type[BaseException] = Exception
    state: GlobalState = field(default_factory=GlobalState)
    lent: Collection[str] = frozenset()


Emit = Callable[[int, Answer], None]
EmitRepeat = Callable[[int, bool, bool], None]


def observe_all(target: Target, calls: Sequence[Call], emit: Emit, emit_repeat: EmitRepeat) -> None:
    """Every call in order. The repetition of a call comes after the first run of the next one, so that an answer kept
    from an earlier input shows; answers go out before it, so that a later hang costs later calls only. The first answer
    is kept that long: memory that both have was not made anew."""
    generators = OtherGenerators()
    try:
        _observe_each(target, calls, emit, emit_repeat)
    finally:
        generators.restore()


def _observe_each(target: Target, calls: Sequence[Call], emit: Emit, emit_repeat: EmitRepeat) -> None:
    waiting: tuple[int, Value, Any] | None = None
    for index, call in enumerate(calls):
        answer, returned = _observed(target, call)
        emit(index, answer)
        if waiting is not None:
            emit_repeat(waiting[0], *repeats(target, calls[waiting[0]], *waiting[1:]))
        again = call.repeat and isinstance(answer.outcome, Returned)
        waiting = (index, answer.outcome.value, returned) if again and isinstance(answer.outcome, Returned) else None
    if waiting is not None:
        emit_repeat(waiting[0], *repeats(target, calls[waiting[0]], *waiting[1:]))


def observe(target: Target, call: Call) -> Answer:
    """One call: its outcome on fresh arguments, what it did to them, and the extra runs that were asked for."""
    return _observed(target, call)[0]


def _observed(target: Target, call: Call) -> tuple[Answer, Any]:
    """The same, and the object that was returned."""
    inputs = Inputs(call.args, target.parameters)
    if target.output is not None:
        target.output.begin()
    started = time.perf_counter()
    outcome, answer = _run(target, inputs.objects)
    seconds = time.perf_counter() - started
    printed = target.output.text() if target.output is not None else ""
    changed = target.state.restore()
    touched = inputs.touched()
    behaviour = Behaviour(
        touched=touched,
        aliases=inputs.aliases(answer) if isinstance(outcome, Returned) else (),
        arguments_after=inputs.after(target.answer) if touched else (),
        globals_changed=changed,
    )
    watch = _watched(target, call, outcome) if call.watch else None
    gradients = _gradients(target, call) if call.differentiate else None
    return Answer(outcome, behaviour, watch, gradients, printed, seconds), answer


def repeats(target: Target, call: Call, first: Value, returned: object = None) -> tuple[bool, bool]:
    """Whether a second run on equal copies gives the same as `first`: bit by bit, or but for rounding, since a solver
    of linear systems may sum in another order where its arguments lie elsewhere in memory. And whether it gives back
    memory of the object that was `returned` then; one that a call in between has changed is no longer the same either.
    """
    kept = _encoded(target, returned) if returned is not None else None
    overwritten = isinstance(kept, Returned) and not _alike(kept.value, first)
    outcome, again = _run(target, fresh(call.args))
    target.state.restore()
    if overwritten or not isinstance(outcome, Returned):
        return False, overwritten
    same = _alike(outcome.value, first) or _rounded_alike(outcome.value, first)
    return same, share_memory(again, returned)


def _alike(left: Value, right: Value) -> bool:
    """Bit by bit: nan is nan, -0.0 is not 0.0."""
    if isinstance(left, TensorValue):
        return left == right
    return dumps(VALUE, left) == dumps(VALUE, right)


def _rounded_alike(left: Value, right: Value) -> bool:
    if isinstance(left, TensorValue) and isinstance(right, TensorValue):
        if (left.dtype, left.shape) != (right.dtype, right.shape) or left.dtype not in _ROUNDING:
            return left == right
        a, b = decode(left).double(), decode(right).double()
        largest = float(a.abs().nan_to_num(0.0, 0.0, 0.0).max()) if a.numel() else 0.0
        return torch.allclose(a, b, rtol=0.0, atol=_ROUNDING[left.dtype] * largest, equal_nan=True)
    if isinstance(left, (tuple, list)) and isinstance(right, (tuple, list)):
        same = type(left) is type(right) and len(left) == len(right)
        return same and all(_rounded_alike(a, b) for a, b in zip(left, right, strict=True))
    if isinstance(left, dict) and isinstance(right, dict):
        return list(left) == list(right) and all(_rounded_alike(left[key], right[key]) for key in left)
    return type(left) is type(right) and dumps(VALUE, left) == dumps(VALUE, right)


def _run(target: Target, arguments: Sequence[Any]) -> tuple[Outcome, Any]:
    """The outcome and the object that was returned (None when there is none)."""
    try:
        answer = target.function(*arguments)
    except target.catches as error:
        return raised(error, target.files, target.exercise), None
    return _encoded(target, answer), answer


def _encoded(target: Target, answer: object) -> Outcome:
    try:
        value = encode(answer, target.answer)
        if not isinstance(value, TensorValue):
            dumps(VALUE, value)
    except TooLarge as error:
        return Unusable("too_large", str(error))
    except (Malformed, MemoryError) as error:
        return Unusable("too_large", describe(error))
    except target.catches as error:
        return Unusable("bad_answer", describe(error))
    return Returned(value)


def _gradients(target: Target, call: Call) -> Outcome:
    """Autograd's gradient of `weighted_sum(answer)` with respect to every float argument; zeros where it is unused."""
    inputs = Inputs(call.args, target.parameters)
    floats = [tensor.requires_grad_() for tensor in inputs.floats()]
    try:
        with torch.enable_grad():
            total = weighted_sum(target.function(*inputs.objects))
            grads = torch.autograd.grad(total, floats, allow_unused=True)
    except target.catches as error:
        return raised(error, target.files, target.exercise)
    finally:
        target.state.restore()
    found = {
        id(tensor): torch.zeros_like(tensor) if grad is None else grad
        for tensor, grad in zip(floats, grads, strict=True)
    }
    return _encoded(target, tuple(_gradient_of(entry, found) for entry in inputs.objects))


def _gradient_of(entry: Any, found: Mapping[int, torch.Tensor]) -> Any:
    if isinstance(entry, (tuple, list)):
        return tuple(_gradient_of(part, found) for part in entry)
    if isinstance(entry, dict):
        return {key: _gradient_of(part, found) for key, part in entry.items()}
    return found.get(id(entry)) if isinstance(entry, torch.Tensor) else None


def _watched(target: Target, call: Call, plain: Outcome) -> Watch:
    """One more run under the tripwires. That it raises where the `plain` run returned is part of the evidence."""
    from grader.contestant.inside.watch import MOST_STEPS, Tripwires

    arguments = fresh(call.args)
    tripwires = Tripwires(target.files, MOST_STEPS if call.trace else 0, target.lent)
    try:
        with tripwires:
            target.function(*arguments)
    except target.catches as error:
        if isinstance(plain, Returned):
            return replace(tripwires.watch(), failed=describe(error))
    finally:
        target.state.restore()
    return tripwires.watch()

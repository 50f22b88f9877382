"""Where a wrong computation leaves the right one: the student's intermediate results beside those of the worked
answer.

Right answers often lack intermediate results of the worked one, so a missing one says nothing by itself. What counts
is the last one that the student does have: it and everything it was made of is right, and something after it is not.
Numbers agree by chance, and the more so where a size is 1: what is said must be so in runs of several sizes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

from grader.judge.diagnosis.evidence import Evidence, as_tensor, ordinary, same
from grader.judge.expect import Leaf
from grader.judge.findings import Judged, judged
from grader.judge.trees import leaves, mapped
from grader.model.outcome import Place, Step
from grader.model.verdict import Diagnosis, Message, Param

_MOST_ENTRIES = 64
_RUNS = 3
_TRIVIAL_OPS = frozenset(
    [
        "detach",
        "alias",
        "lift_fresh",
        "empty",
        "empty_like",
        "zeros",
        "zeros_like",
        "ones",
        "ones_like",
        "full",
        "arange",
        "clone",
    ]
)
_VIEWS = frozenset(
    ["view", "expand", "t", "transpose", "permute", "unsqueeze", "squeeze", "select", "slice", "as_strided", "unbind"]
)
_WRITTEN = {"unsafe_view": "matmul", "linalg_vector_norm": "norm", "linalg_norm": "norm"}  # as it is spelled
_NEAR: dict[str, Callable[[Tensor], Tensor]] = {
    "negated": lambda t: -t,
    "doubled": lambda t: 2 * t,
    "halved": lambda t: t / 2,
    "one_minus": lambda t: 1 - t,
}
_UNDONE_BY = {"negated": "negated", "doubled": "halved", "halved": "doubled", "one_minus": "one_minus"}


@dataclass(frozen=True)
class _Seen:
    """A student's step as a float64 tensor."""

    op: str
    value: Tensor
    place: Place | None


def first_wrong_step(evidence: Evidence) -> Diagnosis | None:
    """The step after which the student's computation is no longer a right one, or None when that cannot be said."""
    found = None
    for run in _telling(evidence):
        here = _in_run(evidence, run)
        if here is None or (found is not None and here != found):
            return None
        found = here
    return found


def _in_run(evidence: Evidence, run: Judged) -> Diagnosis | None:
    """The same for one run."""
    if evidence.trace is None:
        return None
    call = replace(run.run.call, repeat=False, watch=True, trace=True, differentiate=False)
    again = evidence.trace(call)
    watch = again.watch
    if watch is None or judged(evidence.exercise, run.run, again).value is None:
        return None  # it was not watched, or asked alone it is right: no step is at fault
    tolerance = 1e-10 if run.run.dtype == "float64" else 2e-5
    inputs = [t for _, v in leaves(run.run.args) for t in [as_tensor(v)] if t is not None]
    right = _intermediates(evidence.worked or evidence.exercise.reference, run.run.args, inputs)
    mine = _own(watch.steps)
    matches = [_index(mine, value, tolerance) for value in right]
    if lost := _lost(mine, run, tolerance):
        return _said("lost", lost)
    found = [n for n, match in enumerate(matches) if match is not None]
    if not found or found[-1] == len(right) - 1:
        return None
    last = max(match for match in matches if match is not None)
    if mine[last].op.strip("_") in _VIEWS:
        return None
    later = [seen for seen in mine[last + 1 :] if not any(_like(seen.value, value, tolerance) for value in right)]
    return _near(later, right[found[-1] + 1], tolerance) or _said("after", mine[last])


def _telling(evidence: Evidence) -> list[Judged]:
    """The smallest fitting runs, one of each size."""
    fitting = [
        j
        for j in evidence.failing
        if j.run.case.kind == "random"  # numbers of a worked example agree by chance
        and ordinary(j)
        and j.finding
        and j.finding.kind == "value"
    ]
    by_size = {j.run.size: j for j in reversed(fitting)}
    return [by_size[size] for size in sorted(by_size)][:_RUNS]


def _lost(mine: Sequence[_Seen], run: Judged, tolerance: float) -> _Seen | None:
    """The step whose result would have been accepted, when the right answer is one tensor with something in it."""
    leaf = run.run.expected
    value = as_tensor(leaf.value) if isinstance(leaf, Leaf) else None
    if value is None or _constant(value):
        return None
    like = (seen for seen in mine if _like(seen.value, value, tolerance))
    return next((seen for seen in like if _accepted(seen.value, value, leaf.tolerance)), None)


def _accepted(value: Tensor, want: Tensor, tolerance: Tensor | None) -> bool:
    if tolerance is None or value.shape != want.shape:
        return True
    return bool(((value - want).abs() <= tolerance).all())


def _own(steps: Sequence[Step]) -> list[_Seen]:
    seen = [
        _Seen(step.op, value, step.place) for step in steps for value in [as_tensor(step.value)] if value is not None
    ]
    return [s for s in seen if s.op not in _TRIVIAL_OPS]


def _intermediates(function: Callable[..., Any], args: tuple[Any, ...], inputs: Sequence[Tensor]) -> list[Tensor]:
    """Results inside the worked answer, each once, without those that are an input or a constant."""
    recorder = _Recorder()
    copies = mapped(lambda v: _exact(v) if isinstance(v, Tensor) else v, args)
    with recorder:
        function(*copies)
    kept: list[Tensor] = []
    for value in recorder.results:
        known = any(_like(value, other, 1e-12) for other in (*inputs, *kept))
        if not known and not _constant(value):
            kept.append(value)
    return kept


def _exact(value: Tensor) -> Tensor:
    copy = value.detach().clone()
    return copy.double() if copy.is_floating_point() else copy


class _Recorder(TorchDispatchMode):  # type: ignore[no-untyped-call]
    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.results: list[Tensor] = []


def _record(self: _Recorder, func: Any, _types: Any, args: Any = (), kwargs: Any = None) -> Any:
    result = func(*args, **(kwargs or {}))
    trivial = func._schema.name.removeprefix("aten::") in _TRIVIAL_OPS
    if not trivial and type(result) is Tensor and result.is_floating_point() and result.numel() <= _MOST_ENTRIES:
        self.results.append(result.detach().clone().double())
    return result


# Given in the class body, torch would wrap it so that the first op imports all of torch._dynamo, over a second
_Recorder.__torch_dispatch__ = _record  # type: ignore[assignment]


def _constant(value: Tensor) -> bool:
    return bool(((value == 0) | (value == 1)).all())


def _like(left: Tensor, right: Tensor, tolerance: float) -> bool:
    """Equal, perhaps transposed or with axes of size 1 more or less."""
    if left.numel() != right.numel():
        return False
    if same(left.squeeze(), right.squeeze(), tolerance):
        return True
    return left.dim() == 2 and same(left.mT.squeeze(), right.squeeze(), tolerance)


def _index(mine: Sequence[_Seen], value: Tensor, tolerance: float) -> int | None:
    return next((n for n, seen in enumerate(mine) if _like(seen.value, value, tolerance)), None)


def _near(later: Sequence[_Seen], value: Tensor, tolerance: float) -> Diagnosis | None:
    """A later step, none of the right ones, that is the missing one but for its sign or a factor 2 that no step after
    it brings in."""
    for n, seen in enumerate(later):
        for name, change in _NEAR.items():
            if _like(seen.value, change(value), tolerance):
                return None if _made_good(name, later[n:], tolerance) else _said(name, seen)
    return None


def _made_good(name: str, steps: Sequence[_Seen], tolerance: float) -> bool:
    """Whether one of `steps` does to an earlier one what takes the difference back."""
    undone = _NEAR[_UNDONE_BY[name]]
    pairs = ((before, after) for n, before in enumerate(steps) for after in steps[n + 1 :])
    return any(not _constant(b.value) and _like(a.value, undone(b.value), tolerance) for b, a in pairs)


def _said(name: str, seen: _Seen) -> Diagnosis:
    place = seen.place or Place("", 0)
    op = seen.op.strip("_")
    params: dict[str, Param] = {"op": _WRITTEN.get(op, op), "file": place.file, "line": place.line}
    return Diagnosis(f"step.{name}", "step", Message("judge", f"step.{name}", params))

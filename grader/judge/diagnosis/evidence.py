"""What a diagnosis may be drawn from, and how two values are the same for its purposes."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import torch
from torch import Tensor

from grader.contestant.tensors import decode
from grader.judge.findings import Judged
from grader.judge.plan import Run
from grader.judge.trees import leaves
from grader.judge.verdict import most_telling
from grader.model.exercise import Exercise
from grader.model.outcome import Answer, Call, Returned
from grader.model.value import TensorValue, Value

# Two computations of one formula differ by rounding: relative to the largest entry, well above it, far below a mistake
_AGREE = {"float32": 2e-5, "float64": 1e-10}


@dataclass(frozen=True)
class WrongForward:
    """A forward that fails. `ask` runs it on lists of torch arguments, one answer each. `because_of`: the ids of the
    functions that it leans on and fails with; empty when the mistake is its own.
    """

    ask: Callable[[Sequence[tuple[Any, ...]]], Sequence[Answer]]
    because_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """A failing function: its runs as judged, in the order of the plan.

    `forwards` are the student's own forwards of `exercise.own_forward`, by id, as far as they fail. `trace` asks the
    student's function once more, `alone` in a fresh process. `worked` is the worked answer as a trusted function, for
    its intermediate results. `used` are the exercises that this one builds on; `names`: how often the student's text
    has each name, None when it is not known.
    """

    exercise: Exercise
    done: tuple[Judged, ...]
    forwards: Mapping[str, WrongForward] = field(default_factory=dict)
    trace: Callable[[Call], Answer] | None = None
    alone: Callable[[Call], Answer] | None = None
    worked: Callable[..., Any] | None = None
    used: tuple[Exercise, ...] = ()
    names: Mapping[str, int] | None = None

    @property
    def failing(self) -> tuple[Judged, ...]:
        return tuple(j for j in self.done if j.finding)

    @property
    def telling(self) -> Judged | None:
        """The failing run that the report shows."""
        return most_telling(self.done)


def ordinary(judged: Judged) -> bool:
    """Whether a run belongs to the body of an exercise (its example, random inputs) and not to its edges."""
    return (
        judged.run.case.kind != "corner"
        and judged.run.case.why in ("ordinary", "square")
        and not judged.run.case.raises
    )


@dataclass(frozen=True)
class Part:
    """One leaf of one answer beside the expected one, as float64 tensors.

    `args` by parameter name, as the student got them; `tolerance` is what the judge allows around `want`.
    """

    judged: Judged
    path: str
    want: Tensor
    got: Tensor
    args: dict[str, Any]
    tolerance: Tensor | None = None

    @property
    def run(self) -> Run:
        return self.judged.run

    @cached_property
    def agreement(self) -> float:
        return _loosened(agreement(self.run.dtype), self.got)

    @cached_property
    def differs(self) -> bool:
        return not same(self.got, self.want, self.agreement, self.tolerance)


def parts(exercise: Exercise, judged: Judged) -> tuple[Part, ...]:
    """The leaves of a returned answer that can be laid beside a number; () when the trees differ or nothing came
    back.
    """
    outcome = judged.answer.outcome
    if not isinstance(outcome, Returned) or judged.run.expected is None:
        return ()
    got = dict(leaves(outcome.value))
    want = list(leaves(judged.run.expected))
    if set(got) != {path for path, _ in want}:
        return ()
    args = named_arguments(exercise, judged.run.args)
    found = []
    for path, leaf in want:
        right, answer = as_tensor(leaf.value), as_tensor(got[path])
        if right is not None and answer is not None:
            found.append(Part(judged, path, right, answer, args, leaf.tolerance))
    return tuple(found)


def named_arguments(exercise: Exercise, args: tuple[Any, ...]) -> dict[str, Any]:
    """Arguments by name, with the defaults of those that the case leaves out."""
    given = dict(zip(exercise.parameters, args, strict=False))
    parameters = inspect.signature(exercise.reference).parameters
    left_out = {n: parameters[n].default for n in exercise.parameters[len(args) :] if n in parameters}
    return given | {name: value for name, value in left_out.items() if value is not inspect.Parameter.empty}


def as_tensor(value: Any) -> Tensor | None:
    """A number, tensor or tensor on the wire as a float64 tensor; None for anything else."""
    if isinstance(value, TensorValue):
        value = decode(value)
    if isinstance(value, Tensor):
        return None if value.is_complex() else value.detach().double()
    if isinstance(value, (bool, int, float)):
        return torch.tensor(float(value), dtype=torch.float64)
    return None


def same(left: Tensor, right: Tensor, agreement: float, slack: Tensor | None = None) -> bool:
    """Equal shapes, equal places of nan and inf, and finite entries equal up to rounding, or within `slack` of each
    other.
    """
    if left.shape != right.shape:
        return False
    finite = left.isfinite() & right.isfinite()
    if not bool(finite.all()):
        if not bool(((left == right) | (left.isnan() & right.isnan()) | finite).all()):
            return False
        slack = slack[finite] if slack is not None and slack.shape == left.shape else None
        left, right = left[finite], right[finite]
    if not left.numel():
        return True
    sizes = torch.maximum(left.abs(), right.abs())
    allowed = agreement * (0.9 * sizes + 0.1 * sizes.max())
    if slack is not None and slack.shape == left.shape:
        allowed = torch.maximum(allowed, slack)
    return bool(((left - right).abs() <= allowed).all())


def same_values(left: Value, right: Value, agreement: float) -> bool:
    """Two answers with the same tree, types and shapes, and the same numbers up to rounding, in floats of any width or
    in one and the same dtype.
    """
    a, b = dict(leaves(left)), dict(leaves(right))
    if set(a) != set(b) or _skeleton(left) != _skeleton(right):
        return False
    return all(_same_leaf(a[path], b[path], agreement) for path in a)


def _skeleton(value: Value) -> Any:
    """The tree without its leaves; a list is as good as a tuple here too."""
    if isinstance(value, dict):
        return {key: _skeleton(part) for key, part in value.items()}
    return tuple(map(_skeleton, value)) if isinstance(value, (tuple, list)) else None


def _same_leaf(left: Value, right: Value, agreement: float) -> bool:
    a, b = as_tensor(left), as_tensor(right)
    if isinstance(left, TensorValue) and isinstance(right, TensorValue):
        if left.shape != right.shape:
            return False
        if left.dtype != right.dtype and not ("float" in left.dtype and "float" in right.dtype):
            return False
        # a constant written into the answer has the dtype it was written in
        allowed = _loosened(agreement, a) if left.dtype == right.dtype else max(_AGREE.values())
        return left.data == right.data if a is None or b is None else same(a, b, allowed)
    if isinstance(left, float) and isinstance(right, float):
        return a is not None and b is not None and same(a, b, _loosened(agreement, a))
    return type(left) is type(right) and left == right


def agreement(dtype: str) -> float:
    """How closely two computations of the same formula agree in that dtype, relative to their size."""
    return _AGREE.get(dtype, _AGREE["float32"])


def _loosened(agreement: float, got: Tensor | None) -> float:
    """That of float32 where the answer may have passed through it, as where a Python number meets a mask."""
    if got is None or not torch.equal(got.nan_to_num(), got.float().double().nan_to_num()):
        return agreement
    mantissa, _ = torch.frexp(got.nan_to_num())
    simple = (mantissa * 2**12).frac() == 0  # every type holds a number like 0.5 or 100
    return agreement if bool(simple.all()) else max(agreement, _AGREE["float32"])

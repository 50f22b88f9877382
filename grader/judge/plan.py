"""What will be asked of one function: the runs, with the right answers computed beforehand on separate copies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor

from grader.author.draw import Draw
from grader.contestant.tensors import encode
from grader.errors import GraderFault
from grader.judge.expect import expectation
from grader.judge.trees import leaves, mapped
from grader.model.exercise import Case, Exercise
from grader.model.outcome import Call
from grader.model.value import TensorValue

BOTH = ("float32", "float64")
AS_IS = "as_is"


@dataclass(frozen=True)
class Run:
    """One call. `args` are in the dtype of the run and never leave the judge; `call` is their copy on the wire.
    `expected` is a tree of leaves, or None when the contract promises the exception `case.raises`.
    """

    number: int
    case: Case
    dtype: str
    args: tuple[Any, ...]
    call: Call
    expected: Any

    @property
    def size(self) -> int:
        """Entries in all arguments: smaller cases explain better."""
        return sum(v.numel() if isinstance(v, Tensor) else 1 for _, v in leaves(self.args))


def plan(exercise: Exercise, seed: int, more: Iterable[Case] = ()) -> tuple[Run, ...]:
    """The runs of `exercise` for `seed`, and those of `more`. Raises GraderFault when the page itself fails."""
    try:
        cases = list(exercise.cases(Draw(seed, exercise.id)))
        variants = _layout_variants(exercise, cases)
        cases = _with_twin(exercise, cases, exercise.cases(Draw(seed, f"{exercise.id} again"))) + variants
        pairs = [(case, dtype) for case in cases for dtype in _dtypes(case)]
        added = [(case, dtype) for case in more for dtype in _dtypes(case)]
        runs = [planned(exercise, number, case, dtype) for number, (case, dtype) in enumerate([*pairs, *added], 1)]
    except Exception as error:
        raise GraderFault(f"{exercise.id}: the course page fails: {type(error).__name__}: {error}") from error
    if not pairs:
        raise GraderFault(f"{exercise.id}: the course page yields no case")
    return (*_watched(exercise, seed, runs[: len(pairs)]), *runs[len(pairs) :])


def planned(exercise: Exercise, number: int, case: Case, dtype: str) -> Run:
    """One run of `case` in `dtype`, its expectation computed now."""
    args = _cast(case.args, dtype)
    exact = args if dtype == AS_IS else _cast(args, "float64")
    expected = None if case.raises else expectation(exercise, exact, dtype)
    call = Call(_laid_out(args, case.layout), differentiate=exercise.differentiable and not case.raises)
    return Run(number, case, dtype, args, call, expected)


def _dtypes(case: Case) -> tuple[str, ...]:
    if case.dtypes:
        return case.dtypes
    return BOTH if any(_is_float(v) for _, v in leaves(case.args)) else (AS_IS,)


def _is_float(value: Any) -> bool:
    return isinstance(value, Tensor) and value.dtype in (torch.float32, torch.float64)


def _cast(args: tuple[Any, ...], dtype: str) -> tuple[Any, ...]:
    def cast(value: Any) -> Any:
        if not isinstance(value, Tensor):
            return value
        target = getattr(torch, dtype) if dtype != AS_IS and _is_float(value) else value.dtype
        return value.detach().to(target, copy=True).requires_grad_(value.requires_grad)

    casted: tuple[Any, ...] = mapped(cast, args)
    return casted


def _laid_out(args: tuple[Any, ...], layout: str) -> tuple[Any, ...]:
    def place(value: Any) -> Any:
        if isinstance(value, TensorValue) and len(value.shape) >= (2 if layout == "transposed" else 1):
            return replace(value, layout=layout)
        return value

    wire: tuple[Any, ...] = mapped(place, tuple(encode(a) for a in args))
    return wire


def _layout_variants(exercise: Exercise, cases: list[Case]) -> list[Case]:
    """One random case again as every second element of a buffer of nan, and one as a transposed view."""
    if not exercise.layouts:
        return []
    variants = []
    for layout, rank in (("strided", 1), ("transposed", 2)):
        for case in cases:
            ranks = [v.dim() for _, v in leaves(case.args) if isinstance(v, Tensor) and v.numel() > 1]
            if (
                case.kind == "random"
                and case.layout == "contiguous"
                and not case.raises
                and max(ranks, default=0) >= rank
            ):
                dtypes = _dtypes(case)
                variants.append(replace(case, layout=layout, why="noncontiguous", kind="corner", dtypes=dtypes[:1]))
                break
    return variants


def _with_twin(exercise: Exercise, cases: list[Case], again: Iterable[Case]) -> list[Case]:
    """`cases`, where the first that was drawn `again` with tensors of the same shapes but another answer is followed by
    its twin.

    An answer that is kept from one call to the next and looked up by anything but the numbers then meets a call that
    it does not answer, and so does the repetition of the first one, which comes after the twin.
    """
    for place, (case, drawn) in enumerate(zip(cases, again, strict=False)):
        args = _other_tensors(case.args, drawn.args)
        if case.kind == drawn.kind == "random" and not case.raises and args is not None:
            answer, other = (exercise.reference(*_cast(each, "float64")) for each in (case.args, args))
            if _same(answer, other):
                continue
            twin = replace(case, args=args, dtypes=_dtypes(case)[-1:])
            return [*cases[: place + 1], twin, *cases[place + 1 :]]
    return cases


def _same(left: Any, right: Any) -> bool:
    """Whether two trees of leaves hold the same tensors and plain values at the same places."""
    here, there = dict(leaves(left)), dict(leaves(right))
    return here.keys() == there.keys() and all(
        torch.equal(value, there[path]) if isinstance(value, Tensor) else value == there[path]
        for path, value in here.items()
    )


def _other_tensors(args: tuple[Any, ...], drawn: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """`args` with the tensors of `drawn`; None where the two do not fit together."""
    here, there = dict(leaves(args)), dict(leaves(drawn))
    if {path: _form(value) for path, value in here.items()} != {path: _form(value) for path, value in there.items()}:
        return None
    values = iter([there[path] if isinstance(value, Tensor) else value for path, value in here.items()])
    mixed: tuple[Any, ...] = mapped(lambda _: next(values), args)
    return mixed


def _form(value: Any) -> Any:
    """What an argument has in common with another draw of it: a plain number with a fraction has its type."""
    if isinstance(value, Tensor):
        return value.shape, value.dtype
    return float if isinstance(value, float) else value


def _watched(exercise: Exercise, seed: int, runs: list[Run]) -> tuple[Run, ...]:
    """The tripwires cost, so one ordinary run wears them, and only where there are rules. Which one, the seed decides:
    nobody can behave for that one alone."""
    ordinary = [r.number for r in runs if r.case.why == "ordinary" and not r.case.raises] or [r.number for r in runs]
    if not (exercise.forbid or exercise.require):
        return tuple(runs)
    chosen = Draw(seed, f"{exercise.id} watched").choice(ordinary)
    return tuple(replace(r, call=replace(r.call, watch=True)) if r.number == chosen else r for r in runs)

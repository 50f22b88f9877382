"""What a right answer to one run is: reference values in float64, each with its error bound.

The bound is the textbook componentwise one, `8 u(dtype) k scale + slack` (Blanchard, Higham & Higham 2021); `scale` is
the formula with absolute values, so it does not vanish where terms cancel; `u` is the roundoff of the student's dtype.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from grader.judge.trees import leaves, mapped
from grader.model.exercise import Exercise

SAFETY = 8.0
ROUNDOFF = {"float32": 2.0**-24, "float64": 2.0**-53}


@dataclass(frozen=True)
class Leaf:
    """One part of the answer.

    `value` is a float64 tensor, an exact (integer, bool) tensor or a plain Python value. `dtype` is what a tensor must
    have ("any_float": any floating dtype). `rounding` is `tolerance` without the page's slack, where the page asks
    for full precision. `tolerance`, `rounding`, `low` and `high` are float64 tensors of the value's shape, or
    None for plain values that must be equal; any number in [low - tolerance, high + tolerance] is right.
    """

    value: Any
    dtype: str = ""
    tolerance: Tensor | None = None
    low: Tensor | None = None
    high: Tensor | None = None
    rounding: Tensor | None = None


def expectation(exercise: Exercise, args: tuple[Any, ...], run_dtype: str) -> Any:
    """The tree of `Leaf`s for `args` (float64, the numbers the student got). Raises what the reference raises."""
    answer = exercise.reference(*_copies(args))
    rounding = _rounding(exercise, args, run_dtype, answer)
    slacks = _parts(answer, exercise.slack(*_copies(args))) if exercise.slack and rounding else {}
    tolerances = {path: bound + _magnitude(slacks.get(path, 0.0)) for path, bound in rounding.items()}
    between = exercise.between(*_copies(args)) if exercise.between else None
    lows = _parts(answer, between[0]) if between else {}
    highs = _parts(answer, between[1]) if between else {}
    paths = iter([path for path, _ in leaves(answer)])

    def leaf(value: Any) -> Leaf:
        path = next(paths)
        if not isinstance(value, Tensor):
            bound = tolerances.get(path)
            wide = isinstance(value, float) and bound is not None
            return Leaf(value, "", _like(bound, torch.tensor(float(value))) if wide else None)
        value = value.detach()
        dtype = _dtype(exercise, value, run_dtype)
        if not value.is_floating_point():
            return Leaf(value, dtype)
        value = value.double()
        bound = _like(tolerances.get(path, 0.0), value)
        low = _like(lows[path], value) if path in lows else None
        high = _like(highs[path], value) if path in highs else None
        return Leaf(value, dtype, bound, low, high, _like(rounding[path], value) if exercise.full_precision else None)

    return mapped(leaf, answer)


def _copies(args: tuple[Any, ...]) -> tuple[Any, ...]:
    copied: tuple[Any, ...] = mapped(lambda v: v.detach().clone() if isinstance(v, Tensor) else v, args)
    return copied


def _rounding(exercise: Exercise, args: tuple[Any, ...], run_dtype: str, answer: Any) -> dict[str, Any]:
    if exercise.scale is None:
        return {}
    unit = ROUNDOFF.get(run_dtype, ROUNDOFF["float32"])
    k = exercise.k(*_copies(args)) if callable(exercise.k) else exercise.k
    smallest = torch.finfo(getattr(torch, run_dtype)).tiny if run_dtype in ROUNDOFF else 0.0
    scales = _parts(answer, exercise.scale(*_copies(args)))
    return {path: SAFETY * unit * float(k) * _magnitude(scale) + smallest for path, scale in scales.items()}


def _parts(answer: Any, tree: Any) -> dict[str, Any]:
    """Leaves of a tree by path; a single value stands for every leaf of the answer."""
    if not isinstance(tree, (tuple, list, dict)):
        return {path: tree for path, _ in leaves(answer)}
    return dict(leaves(tree))


def _magnitude(scale: Any) -> Any:
    return scale.detach().double().abs() if isinstance(scale, Tensor) else abs(float(scale))


def _like(bound: Any, value: Tensor) -> Tensor:
    tensor = bound.detach().double() if isinstance(bound, Tensor) else torch.tensor(float(bound), dtype=torch.float64)
    return tensor.expand(value.shape)


def _dtype(exercise: Exercise, value: Tensor, run_dtype: str) -> str:
    own = str(value.dtype).removeprefix("torch.")
    if not value.is_floating_point() or exercise.dtype == "exact":
        return own
    if exercise.dtype == "any_float":
        return "any_float"
    return run_dtype if run_dtype in ROUNDOFF and own == "float64" else own

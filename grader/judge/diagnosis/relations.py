"""The relations that `transforms` tries: what the answer would be if this were the mistake."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor

from grader.judge.diagnosis.evidence import Part, as_tensor, same

Predict = Callable[[Part], "Tensor | None"]

CONSTANTS: dict[str, float] = {
    "negated": -1.0,
    "ratio_half": 0.5,
    "ratio_two": 2.0,
    "ratio_minus_two": -2.0,
    "ratio_minus_half": -0.5,
    "ratio_ln2": math.log(2),
    "ratio_1_ln2": 1 / math.log(2),
    "ratio_ln10": math.log(10),
    "ratio_1_ln10": 1 / math.log(10),
    "ratio_100": 100.0,
    "ratio_1_100": 0.01,
}
SIZE_FACTORS: dict[str, Callable[[float], float]] = {
    "ratio_n": lambda n: n,
    "ratio_1_n": lambda n: 1 / n,
    "ratio_n_half": lambda n: n / 2,
    "ratio_2_n": lambda n: 2 / n,
    "ratio_minus_n": lambda n: -n,
    "ratio_minus_1_n": lambda n: -1 / n,
    "ratio_n_minus_1": lambda n: n / (n - 1) if n > 1 else math.nan,
    "ratio_root_n": lambda n: n**0.5,
    "ratio_1_root_n": lambda n: n**-0.5,
    "ratio_n_squared": lambda n: n * n,
}


def times(factor: float) -> Predict:
    return lambda part: part.want * factor


def plus(offset: float) -> Predict:
    return lambda part: part.want + offset


def times_size(size: str, factor_of: Callable[[float], float]) -> Predict:
    def predict(part: Part) -> Tensor | None:
        n = size_of(part, size)
        if n is None or n == 0:
            return None
        factor = factor_of(float(n))
        # n/(n-1) has no value for one sample; such a run says nothing about the relation
        return part.got if math.isnan(factor) else part.want * factor

    return predict


def times_sizes(size: str, other: str) -> Predict:
    """Divided by the one size where the other belongs. Where the right answer is that size, nothing is divided."""

    def predict(part: Part) -> Tensor | None:
        belongs, taken = size_of(part, size), size_of(part, other)
        if not belongs or not taken or bool((part.want == belongs).all()):
            return None
        return part.want * belongs / taken

    return predict


def sizes(wrong: Sequence[Part]) -> list[str]:
    """Sizes by name ("X.shape[0]", "x.numel()", "num_classes") that take at least two different values in `wrong`."""
    varied = []
    for name in dict.fromkeys(name for part in wrong for name in _size_names(part.args)):
        values = {size_of(part, name) for part in wrong}
        if len(values - {None}) >= 2:
            varied.append(name)
    return varied


def _size_names(args: dict[str, Any]) -> list[str]:
    found = []
    for name, value in args.items():
        if isinstance(value, Tensor):
            found += [f"{name}.shape[{d}]" for d in range(value.dim())]
            found += [f"{name}.numel()"] if value.dim() > 1 else []
            found += [f"{name}.shape[dim]"] if isinstance(args.get("dim"), int) else []
        elif isinstance(value, (list, tuple)):
            found.append(f"len({name})")
        else:
            found.append(name)  # which `size_of` may know to be no number
    return found


def size_of(part: Part, name: str) -> int | None:
    """The value of a size named by `sizes` in that run."""
    bare = name.removeprefix("len(").removesuffix(")") if name.startswith("len(") else name
    base, _, rest = bare.partition(".")
    value = part.args.get(base)
    if isinstance(value, Tensor):
        if rest == "numel()":
            return value.numel()
        index = rest.removeprefix("shape[").removesuffix("]") if rest else "0"
        dim = part.args["dim"] if index == "dim" else int(index)
        return value.shape[dim] if -value.dim() <= dim < value.dim() else None
    if isinstance(value, (list, tuple)):
        return len(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def argument(name: str) -> Predict:
    return lambda part: as_tensor(part.args.get(name))


def _with(name: str, combine: Callable[[Tensor, Tensor], Tensor]) -> Predict:
    def predict(part: Part) -> Tensor | None:
        value = as_tensor(part.args.get(name))
        if value is None:
            return None
        try:
            return combine(part.want, value)
        except RuntimeError:  # the shapes do not go together
            return None

    return predict


def missing_factor(name: str) -> Predict:
    """The answer times the argument is the right one. Compared in that direction: the argument may hold zeros."""

    def predict(part: Part) -> Tensor | None:
        value = as_tensor(part.args.get(name))
        if value is None or value.numel() == 0 or part.got.shape != part.want.shape:
            return None
        try:
            product = part.got * value
        except RuntimeError:
            return None
        return part.got if same(product, part.want, 20 * part.agreement) else None

    return predict


WITH_ARGUMENT: dict[str, Callable[[str], Predict]] = {
    "missing_factor": missing_factor,
    "extra_factor": lambda name: _with(name, lambda want, value: want * value),
    "missing_term": lambda name: _with(name, lambda want, value: want - value),
    "extra_term": lambda name: _with(name, lambda want, value: want + value),
    "minus_argument": lambda name: _with(name, lambda _, value: -value),
}


def of(function: Callable[[Tensor], Tensor | None]) -> Predict:
    return lambda part: function(part.want)


def flipped(axis: int) -> Predict:
    return lambda part: part.want.flip(axis) if axis < part.want.dim() and part.want.shape[axis] > 0 else None


def _transposed(want: Tensor) -> Tensor | None:
    return want.mT if want.dim() == 2 else None


def _as_column(want: Tensor) -> Tensor | None:
    return want.unsqueeze(-1)


def _as_row(want: Tensor) -> Tensor | None:
    return want.unsqueeze(0)


def _squeezed(want: Tensor) -> Tensor | None:
    return want.squeeze()


def _first_axis_gone(want: Tensor) -> Tensor | None:
    return want.squeeze(0) if want.dim() else None


def _last_axis_gone(want: Tensor) -> Tensor | None:
    return want.squeeze(-1) if want.dim() else None


def _flat(want: Tensor) -> Tensor | None:
    return want.reshape(-1)


def extra_axes(part: Part) -> Tensor | None:
    """The right numbers with axes of size 1 too many, wherever they stand."""
    if part.got.dim() <= part.want.dim() or [n for n in part.got.shape if n > 1] != [
        n for n in part.want.shape if n > 1
    ]:
        return None
    return part.want.reshape(part.got.shape)


FUNCTIONS: dict[str, Callable[[Tensor], Tensor | None]] = {
    "transposed": _transposed,
    "extra_axis": _as_column,
    "extra_first_axis": _as_row,
    "missing_axis": _last_axis_gone,
    "missing_first_axis": _first_axis_gone,
    "squeezed": _squeezed,
    "flattened": _flat,
    "averaged": lambda want: want.mean() if want.dim() else None,
    "summed": lambda want: want.sum() if want.dim() else None,
    "summed_over_rows": lambda want: want.sum(0) if want.dim() > 1 else None,
    "root": lambda want: want.sqrt(),
    "squared": lambda want: want.square(),
    "exponential": lambda want: want.exp(),
    "logarithm": lambda want: want.log(),
    "one_minus": lambda want: 1 - want,
    "reciprocal": lambda want: 1 / want,
    "absolute": lambda want: want.abs(),
    "clamped_at_zero": lambda want: want.clamp(min=0),
    "sigmoid_again": torch.sigmoid,
    "tanh_again": torch.tanh,
    "softmax_again": lambda want: want.softmax(-1) if want.dim() else None,
    "zeros": torch.zeros_like,
    "ones": torch.ones_like,
    "rounded": lambda want: want.round(),
    "truncated": lambda want: want.trunc(),
}


REDUCTIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "not_averaged": torch.mean,
    "not_summed": torch.sum,
    "not_averaged_over_rows": lambda got: got.mean(0),
    "not_summed_over_rows": lambda got: got.sum(0),
    "not_averaged_over_columns": lambda got: got.mean(-1),
    "not_summed_over_columns": lambda got: got.sum(-1),
    "not_summed_over_axis_1": lambda got: got.sum(1 if got.dim() > 1 else 0),
}


def unreduced(reduce: Callable[[Tensor], Tensor]) -> Predict:
    """Reducing the answer gives the right one: the reduction is missing."""

    def predict(part: Part) -> Tensor | None:
        if part.got.numel() <= part.want.numel():
            return None
        fits = same(reduce(part.got), part.want, 20 * part.agreement, part.tolerance)
        return part.got if fits else None

    return predict


def common_ratio(wrong: Sequence[Part]) -> float | None:
    """The one number that every wrong answer is off by, or None."""

    def ratio(part: Part) -> float:
        at = int(part.want.abs().argmax())
        return float(part.got.flatten()[at] / part.want.flatten()[at])

    return _common(wrong, ratio, neutral=(0.0, 1.0))


def common_offset(wrong: Sequence[Part]) -> float | None:
    """The one number that every wrong answer is away by, or None."""
    return _common(wrong, lambda part: float((part.got - part.want).flatten()[0]), neutral=(0.0,))


def _common(wrong: Sequence[Part], measure: Callable[[Part], float], neutral: Sequence[float]) -> float | None:
    """A measure that is the same in every part, from the most precise of them."""
    if any(part.got.shape != part.want.shape or not part.want.numel() for part in wrong):
        return None
    values = [(part.agreement, measure(part)) for part in wrong]
    _, best = min(values)
    same_everywhere = all(math.isfinite(v) and abs(v - best) <= 1e-5 * abs(best) for _, v in values)
    return best if same_everywhere and best not in neutral else None

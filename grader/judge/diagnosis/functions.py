"""Answers that are a well-known function of the arguments, whatever was asked: `torch.sign(x)`, `x / y`, ..."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 - its name everywhere

from grader.judge.diagnosis.evidence import Part, as_tensor

Predict = Callable[[Part], "Tensor | None"]
Written = tuple[str, Predict]

# Written with x (and y) for the arguments; the report puts their names in their places.
OF_ONE: dict[str, Callable[[Tensor], Tensor]] = {
    "torch.sigmoid(x)": torch.sigmoid,
    "torch.tanh(x)": torch.tanh,
    "torch.relu(x)": torch.relu,
    "torch.sign(x)": torch.sign,
    "abs(x)": torch.abs,
    "x ** 2": torch.square,
    "torch.sqrt(x)": torch.sqrt,
    "1 / x": torch.reciprocal,
    "e ** x": torch.exp,
    "e ** (-x)": lambda x: torch.exp(-x),
    "torch.log(x)": torch.log,
    "1 - x": lambda x: 1 - x,
    "torch.sinh(x)": torch.sinh,
    "torch.atan(x)": torch.atan,
    "x.clamp(-1, 1)": lambda x: x.clamp(-1, 1),
    "x.clamp(0, 1)": lambda x: x.clamp(0, 1),
    "F.softplus(x)": F.softplus,
    "F.logsigmoid(x)": F.logsigmoid,
    "F.hardsigmoid(x)": F.hardsigmoid,
    "F.relu6(x)": F.relu6,
    "x.clamp(max=0)": lambda x: x.clamp(max=0),
    "F.silu(x)": F.silu,
    "F.elu(x)": F.elu,
    "torch.cosh(x)": torch.cosh,
    "F.gelu(x)": F.gelu,
    "F.softsign(x)": F.softsign,
    "x.round()": torch.round,
    "x.floor()": torch.floor,
    "x.ceil()": torch.ceil,
    "x.mean()": torch.mean,
    "x.sum()": torch.sum,
    "x.min()": torch.min,
    "x.max()": torch.max,
    "x.median()": torch.median,
    "x.norm()": torch.linalg.vector_norm,
    "x.std()": lambda x: x.std() if x.numel() > 1 else torch.full((), torch.nan, dtype=x.dtype),
    "(x ** 2).mean()": lambda x: x.square().mean(),
    "(x ** 2).sum()": lambda x: x.square().sum(),
    "abs(x).mean()": lambda x: x.abs().mean(),
    "x.mean() ** 2": lambda x: x.mean().square(),
    "x.argmax()": torch.argmax,
    "x.argmin()": torch.argmin,
    "x[0]": lambda x: x[0],
    "x[-1]": lambda x: x[-1],
    "x > 0": lambda x: x > 0,
    "x < 0": lambda x: x < 0,
    "x >= 0": lambda x: x >= 0,
    "x <= 0": lambda x: x <= 0,
    "x == 0": lambda x: x == 0,
    "x != 0": lambda x: x != 0,
    "(x == 0).sum()": lambda x: (x == 0).sum(),
    "x.any()": lambda x: (x != 0).any(),
    "x.dim()": lambda x: torch.tensor(x.dim()),
    "x.numel()": lambda x: torch.tensor(x.numel()),
    "x.shape[0]": lambda x: torch.tensor(x.shape[0]),
    "x.shape[-1]": lambda x: torch.tensor(x.shape[-1]),
    "x.stride(0)": lambda x: torch.tensor(x.stride(0)),
}
# Those that are the right answer to another question come after the questions
SLOPES: dict[str, Callable[[Tensor], Tensor]] = {
    "torch.sigmoid(x) * (1 - torch.sigmoid(x))": lambda x: torch.sigmoid(x) * torch.sigmoid(-x),
    "1 - torch.tanh(x) ** 2": lambda x: 1 / torch.cosh(x).square(),
}
OF_TWO: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "x + y": torch.add,
    "x - y": torch.sub,
    "y - x": lambda x, y: y - x,
    "x * y": torch.mul,
    "x / y": torch.div,
    "y / x": lambda x, y: y / x,
    "x ** y": torch.pow,
    "torch.maximum(x, y)": torch.maximum,
    "torch.minimum(x, y)": torch.minimum,
    "x @ y": torch.matmul,
    "abs(x - y).mean()": lambda x, y: (x - y).abs().mean(),
    "((x - y) ** 2).mean()": lambda x, y: (x - y).square().mean(),
    "((x - y) ** 2).sum(1).mean()": lambda x, y: (x - y).square().sum(1).mean(),
}
_PLACEHOLDER = re.compile(r"\b[xy]\b")


def of_one(names: Sequence[str], table: Mapping[str, Callable[[Tensor], Tensor]] | None = None) -> Iterator[Written]:
    """Each function of each argument, as it is written with that argument. `table` is OF_ONE unless given."""
    for written, function in (OF_ONE if table is None else table).items():
        for name in names:
            yield _named(written, {"x": name}), _of((name,), function)


def of_two(names: Sequence[str]) -> Iterator[Written]:
    """Each function of each pair of arguments, in the order of the parameters."""
    for written, function in OF_TWO.items():
        for n, first in enumerate(names):
            for second in names[n + 1 :]:
                yield _named(written, {"x": first, "y": second}), _of((first, second), function)


def _named(written: str, names: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: names[found[0]], written)


def _of(names: Sequence[str], function: Callable[..., Tensor]) -> Predict:
    def predict(part: Part) -> Tensor | None:
        values = [_numbers(part.args.get(name)) for name in names]
        if any(value is None for value in values):
            return None
        try:
            return function(*values).double()
        except (RuntimeError, IndexError):
            return None

    return predict


def _numbers(value: Any) -> Tensor | None:
    """An argument as a tensor, a list of numbers too."""
    if isinstance(value, list) and value and all(isinstance(v, (int, float)) for v in value):
        return torch.tensor(value, dtype=torch.float64)
    return as_tensor(value)

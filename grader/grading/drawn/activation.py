"""Activations and their slopes: the student's curve over the true one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from grader.grading.drawn.asking import Asking, Plot, curves, numbers, panel, series

_LEAK = 0.1  # the usual 0.01 could not be seen


def sigmoid(ask: Asking) -> list[Plot]:
    x = _xs(8)
    return _activation(ask, "sigmoid", (), x, ("sigmoid_backward", lambda: (torch.ones_like(x), torch.sigmoid(x))))


def others(ask: Asking) -> list[Plot]:
    x = _xs(4)
    ones = torch.ones_like(x)
    return [
        *_activation(ask, "tanh", (), x, ("tanh_backward", lambda: (ones, torch.tanh(x)))),
        *_activation(ask, "relu", (), x, ("relu_backward", lambda: (ones, x))),
        *_activation(ask, "leaky_relu", (_LEAK,), x, ("leaky_relu_backward", lambda: (ones, x, _LEAK))),
    ]


def _xs(reach: float) -> Tensor:
    return torch.arange(-24, 25, dtype=torch.float64) * (reach / 24)  # holds 0 exactly, where the kinks are


def _activation(
    ask: Asking, name: str, more: tuple[Any, ...], x: Tensor, slope: tuple[str, Callable[[], tuple[Any, ...]]]
) -> list[Plot]:
    backward, arguments = slope
    return curves(
        f"activation.{name}",
        [*_panel(ask, name, "value", x, (x, *more)), *_panel(ask, backward, "slope", x, arguments())],
    )


def _panel(ask: Asking, name: str, what: str, x: Tensor, arguments: tuple[Any, ...]) -> list[Plot]:
    xs = x.tolist()
    (own,), (true,) = ask.student(name, [arguments]), ask.reference(name, [arguments])
    lines = [
        *series("reference", "reference", xs, numbers(true, len(xs))),
        *series("student", "student", xs, numbers(own, len(xs)), "line"),
    ]
    return panel(what, "axis.x", f"axis.{what}", lines)

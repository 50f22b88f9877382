"""The loss over w, and the steps that the student's descent takes on it."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, tensor

from grader.grading.drawn.asking import Asking, Plot, curves, number, numbers, panel, series

_X = tensor([1.0, 2.0, 3.0], dtype=torch.float64)
_Y = tensor([3.0, 3.5, 7.5], dtype=torch.float64)  # off any line through 0, so that single samples disagree
_START, _RATE, _STEPS = 0.0, 0.045, 9


def loss_over_w(ask: Asking) -> list[Plot]:
    """A04: the parabola as the student's loss_curve computes it."""
    ws = torch.linspace(0, 4.5, 37, dtype=torch.float64)
    (own,) = ask.student("loss_curve", [(_X, _Y, ws)])
    lines = [
        *series("reference", "reference", ws.tolist(), _losses(ws)),
        *series("student", "student", ws.tolist(), numbers(own, 37), "line"),
    ]
    return curves("loss_over_w", panel("loss", "axis.w", "axis.loss", lines))


def steps(ask: Asking) -> list[Plot]:
    """A05: single samples one by one (SGD) against the whole batch (BGD), from the same start."""
    w = tensor(_START, dtype=torch.float64)
    order = torch.arange(len(_X)).repeat(_STEPS // len(_X))
    each = [(_X, _Y, w, _RATE, order[:seen]) for seen in range(_STEPS + 1)]
    sgd = _panel("sgd", ask.student("sgd_epoch", each), ask.reference("sgd_epoch", each))
    return curves("descent", [*sgd, *_panel("bgd", _batch(ask, w), _batch_reference(ask, w))])


def _batch(ask: Asking, w: Any) -> list[Any]:
    """Each step starts where the student's own last one ended."""
    visited = [w] if ask.runs("bgd_step") else []
    while visited and len(visited) <= _STEPS:
        (w,) = ask.student("bgd_step", [(_X, _Y, w, _RATE)])
        if number(w) is None:
            break
        visited.append(w)
    return visited


def _batch_reference(ask: Asking, w: Tensor) -> list[Any]:
    visited = [w]
    for _ in range(_STEPS):
        visited += ask.reference("bgd_step", [(_X, _Y, visited[-1], _RATE)])
    return visited


def _panel(name: str, own: list[Any], true: list[Any]) -> list[Plot]:
    mine = _finite(own)
    right = _finite(true)
    near = [w for w in mine if -2 <= w <= 6]  # where a descent that runs away leaves the picture
    seen = [*right, *near, 0.0, 4.0]
    span = torch.linspace(min(seen) - 0.3, max(seen) + 0.3, 49, dtype=torch.float64)
    lines = [
        *series("curve", "loss", span.tolist(), _losses(span)),
        *series("reference", "steps", right, _losses(tensor(right, dtype=torch.float64)), "line"),
        *series("student", "steps", near, _losses(tensor(near, dtype=torch.float64)), "line"),
    ]
    return panel(name, "axis.w", "axis.loss", lines)


def _finite(ws: list[Any]) -> list[float]:
    return [value for value in map(number, ws) if value is not None]


def _losses(ws: Tensor) -> list[float | None]:
    losses = ((_X * ws[:, None] - _Y) ** 2).mean(1) if ws.numel() else ws
    return numbers(losses, ws.numel()) or []

"""The A12 training run on XOR: its loss, and what the trained network says about the whole square."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from grader.author.draw import Draw
from grader.grading.drawn.asking import Asking, Plot, curves, numbers, panel, series

_STEPS, _RATE, _SIDE = 300, 1.0, 21
_NAMES = ("W1", "b1", "W2", "b2")
_POINTS = [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]]  # x1, x2, class


def training(ask: Asking) -> list[Plot]:
    start = _start()
    (own,), (true,) = (answer("train_xor", [(start, _RATE, _STEPS)]) for answer in (ask.student, ask.reference))
    shown = range(0, _STEPS, 6)
    steps = [float(s) for s in shown]
    mine = numbers(_part(own, 1), _STEPS)
    right = numbers(_part(true, 1), _STEPS) or []
    lines = [
        *series("reference", "reference", steps, [right[s] for s in shown]),
        *series("student", "student", steps, [mine[s] for s in shown] if mine else None, "line"),
    ]
    return [*curves("training", panel("loss", "axis.step", "axis.loss", lines)), *_regions(ask, _part(own, 0))]


def _start() -> dict[str, Tensor]:
    """Four hidden units from which 300 steps solve XOR."""
    draw = Draw(7, "xor")
    shapes = ((2, 4), (4,), (4, 2), (2,))
    return {name: draw.normal(*shape) for name, shape in zip(_NAMES, shapes, strict=True)}


def _part(answer: Any, position: int) -> Any:
    return answer[position] if isinstance(answer, (tuple, list)) and len(answer) > position else None


def _regions(ask: Asking, trained: Any) -> list[Plot]:
    """The class the student's mlp_forward gives to each point of a grid, with the parameters the student trained."""
    if not isinstance(trained, dict) or not ask.runs("mlp_forward"):
        return []
    axis = torch.linspace(-0.5, 1.5, _SIDE, dtype=torch.float64)
    grid = torch.cartesian_prod(axis, axis)
    (answer,) = ask.student("mlp_forward", [(grid, trained)])
    logits = _part(answer, 0)
    if not isinstance(logits, Tensor) or logits.shape != (len(grid), 2):
        return []
    margin = numbers(torch.softmax(logits.double(), 1)[:, 1], len(grid))
    return [
        {
            "id": "boundary",
            "kind": "regions",
            "low": -0.5,
            "high": 1.5,
            "side": _SIDE,
            "grid": margin,
            "points": _POINTS,
        }
    ]

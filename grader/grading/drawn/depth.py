"""How large a gradient still is after 1 to 20 layers, for each activation."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from grader.grading.drawn.asking import Asking, Numbers, Plot, curves, number, panel, series

_KINDS = ("sigmoid", "tanh", "relu", "leaky_relu")
_DEPTHS = range(1, 21)


def gradients(ask: Asking) -> list[Plot]:
    x0 = torch.linspace(-2, 2, 9, dtype=torch.float64)
    depths = [float(d) for d in _DEPTHS]
    lines = []
    for kind in _KINDS:
        questions = [(x0, depth, kind) for depth in _DEPTHS]
        true = _sizes(ask.reference("chain_gradient", questions), x0)
        own = _sizes(ask.student("chain_gradient", questions), x0)
        lines += series("reference", kind, depths, true)
        lines += series("student", kind, depths, own, "line")
    lines += series("curve", "bound", depths, [0.25**d for d in _DEPTHS])
    return curves("depth", panel("gradient", "axis.depth", "axis.gradient", lines, "log"))


def _sizes(answers: list[Any], x0: Tensor) -> Numbers:
    """The mean magnitude over the starting points, one number per depth."""
    return [number(a.double().abs().mean()) if isinstance(a, Tensor) and a.shape == x0.shape else None for a in answers]

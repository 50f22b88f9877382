"""The graph of one sample: the value at every node, the gradient on every edge."""

from __future__ import annotations

from typing import Any

import torch
from torch import tensor

from grader.grading.drawn.asking import Asking, Plot, number

_SAMPLE = tuple(tensor(v, dtype=torch.float64) for v in (2.0, 4.0, 1.0))  # x, y, w


def graph(ask: Asking) -> list[Plot]:
    """A06: `values` at the nodes and `gradients` on the edges, the student's beside the reference and autograd."""
    if not (ask.runs("graph_forward") or ask.runs("graph_backward")):
        return []
    values, gradients = _both(ask, "graph_forward"), _both(ask, "graph_backward")
    given = [{"name": n, "student": number(v), "reference": number(v)} for n, v in zip("xyw", _SAMPLE, strict=True)]
    return [{"id": "backprop", "kind": "graph", "values": [*given, *values], "gradients": gradients}]


def _both(ask: Asking, name: str) -> list[Plot]:
    (own,), (true,) = ask.student(name, [_SAMPLE]), ask.reference(name, [_SAMPLE])
    mine: dict[str, Any] = own if isinstance(own, dict) else {}
    return [{"name": key, "student": number(mine.get(key)), "reference": number(v)} for key, v in true.items()]

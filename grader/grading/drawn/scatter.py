"""Where scatter_ puts each entry of src, for each of the three dimensions."""

from __future__ import annotations

import torch
from torch import tensor

from grader.grading.drawn.asking import Asking, Plot, numbers

_BASE = (2, 3, 3)
_SRC = torch.arange(1.0, 9.0, dtype=torch.float64).reshape(2, 2, 2)
# No two entries of an index meet in one place
_INDEX = (
    tensor([[[0, 1], [1, 0]], [[1, 0], [0, 1]]]),
    tensor([[[2, 0], [0, 1]], [[1, 2], [2, 0]]]),
    tensor([[[0, 2], [1, 0]], [[2, 1], [0, 2]]]),
)


def arrows(ask: Asking) -> list[Plot]:
    """A08: the student's scatter3d_loop on three small examples, one per dim."""
    questions = [(torch.zeros(_BASE, dtype=torch.float64), dim, index, _SRC) for dim, index in enumerate(_INDEX)]
    own, true = ask.student("scatter3d_loop", questions), ask.reference("scatter3d_loop", questions)
    count = torch.zeros(_BASE).numel()
    return [
        {
            "id": f"scatter.{dim}",
            "kind": "arrows",
            "dim": dim,
            "base": list(_BASE),
            "src_shape": list(_SRC.shape),
            "src": _SRC.flatten().tolist(),
            "index": index.flatten().tolist(),
            "student": numbers(own[dim], count),
            "reference": numbers(true[dim], count),
        }
        for dim, index in enumerate(_INDEX)
        if numbers(own[dim], count) is not None
    ]

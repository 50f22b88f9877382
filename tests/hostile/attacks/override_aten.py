"""Registers kernels of its own for the operations that a comparison needs."""

# maximum: 0
# outcome: returned | raised | died

import torch

LIBRARY = torch.library.Library("aten", "IMPL")
for name in ("sigmoid", "eq.Tensor", "sub.Tensor", "le.Tensor", "all", "isclose", "equal"):
    try:
        LIBRARY.impl(name, lambda *a, **k: True, "CPU")
    except RuntimeError:
        pass


def sigmoid(x):
    return torch.zeros_like(x)

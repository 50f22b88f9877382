"""Replaces what torch exports by functions that return their argument."""

# maximum: 0
# outcome: returned | unusable | raised | died

import torch

for home in (torch, torch.nn.functional, torch.autograd, torch.Tensor):
    for name in ("allclose", "equal", "grad", "enable_grad", "no_grad", "get_rng_state", "set_rng_state", "empty", "contiguous"):
        if hasattr(home, name):
            try:
                setattr(home, name, lambda value=None, *a, **k: value)
            except TypeError:
                pass


def sigmoid(x):
    return x

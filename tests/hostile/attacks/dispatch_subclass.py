"""A wrapper subclass without any memory behind it."""

# maximum: 0
# outcome: returned | unusable | died | raised

import torch
from torch.utils._pytree import tree_map


class Wrapper(torch.Tensor):
    @staticmethod
    def __new__(cls, inner):
        return torch.Tensor._make_wrapper_subclass(cls, inner.shape, dtype=inner.dtype)

    def __init__(self, inner):
        self.inner = inner

    @classmethod
    def __torch_dispatch__(cls, func, types, args=(), kwargs=None):
        return tree_map(lambda t: t.inner if isinstance(t, cls) else t, args)[0]


def sigmoid(x):
    return Wrapper(torch.zeros(1 << 20))

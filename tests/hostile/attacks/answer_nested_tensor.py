"""A nested tensor."""

# maximum: 0
# outcome: returned | unusable | raised | died

import torch


def sigmoid(x):
    return torch.nested.nested_tensor([x.flatten()], dtype=x.dtype)

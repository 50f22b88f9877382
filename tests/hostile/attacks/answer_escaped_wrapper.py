"""A wrapper of torch.func that left its transform."""

# maximum: 0
# outcome: returned | unusable | raised | died

import torch


def sigmoid(x):
    kept = []
    torch.func.grad(lambda z: kept.append(z) or z.sum())(x)
    return kept[0]

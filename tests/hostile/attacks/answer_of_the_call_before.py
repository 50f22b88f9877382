"""The right answer, one call too late."""

# maximum: 0
# outcome: returned

import torch

KEPT = []


def sigmoid(x):
    KEPT.append(torch.sigmoid(x))
    return KEPT[-2] if len(KEPT) > 1 else x * 0

"""The right answer as a view that nothing has computed yet: negated, expanded, of stride 2."""

# maximum: 1
# outcome: returned

import torch


def sigmoid(x):
    right = torch.where(x >= 0, 1 / (1 + torch.exp(-x.abs())), torch.exp(-x.abs()) / (1 + torch.exp(-x.abs())))
    return torch._neg_view(-torch.stack([right, right * 0], -1))[..., 0]

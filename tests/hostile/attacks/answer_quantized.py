"""A quantized tensor."""

# maximum: 0
# outcome: returned | unusable | raised | died

import torch


def sigmoid(x):
    return torch.quantize_per_tensor(x.float(), 0.1, 0, torch.quint8)

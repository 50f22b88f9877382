"""A tensor over memory that is not there."""

# maximum: 0
# outcome: returned | unusable | raised | died

import ctypes

import torch


def sigmoid(x):
    return torch.frombuffer((ctypes.c_char * (x.numel() * x.element_size())).from_address(4096), dtype=x.dtype).reshape(x.shape)

"""The right answer from a module that first broke what it could reach."""

# maximum: 1
# outcome: returned

import builtins
import gc
import sys
import warnings

import torch

sys.setrecursionlimit(200)
sys.setswitchinterval(1e-6)
gc.disable()
warnings.simplefilter("error")
torch.set_default_dtype(torch.float64)
torch.set_printoptions(precision=1)
torch.set_grad_enabled(False)
builtins.print = builtins.repr = builtins.sorted = None


def sigmoid(x):
    e = torch.exp(-x.abs())
    return torch.where(x >= 0, 1 / (1 + e), e / (1 + e))

"""One function for each way to end."""

import os

import torch
from torch import Tensor


def passes(x: Tensor) -> Tensor:
    return 2 * x


def partly(x: Tensor) -> Tensor:
    return 2 * x.clamp(-1000, 1000)


def fails(x: Tensor) -> Tensor:
    return x.clone()


def raises(x: Tensor) -> Tensor:
    return x @ torch.ones(99)


def hangs(x: Tensor) -> Tensor:
    while True:
        pass


def dies(x: Tensor) -> Tensor:
    os._exit(0)


def loops(x: Tensor) -> Tensor:
    y = torch.empty(x.shape, dtype=x.dtype)
    for i in range(x.numel()):
        y.view(-1)[i] = 2 * x.reshape(-1)[i]
    return y


def unwritten(x: Tensor) -> Tensor:
    raise NotImplementedError("M01.unwritten")


def leans(x: Tensor) -> Tensor:
    return fails(x)

"""The fixed weights of `Call.differentiate`: contestant and judge differentiate the same number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch


def weighted_sum(answer: Any) -> torch.Tensor:
    """sum over i of cos(i+1) * entry i, over all float tensors in `answer`, counted through in C order.

    Returns a 0-d tensor of the first float tensor's dtype. Raises TypeError when there is no float tensor.
    """
    total: torch.Tensor | None = None
    start = 0
    for tensor in _floats(answer):
        steps = torch.arange(start + 1, start + 1 + tensor.numel(), dtype=torch.float64)
        weights = torch.cos(steps).to(tensor.dtype).reshape(tensor.shape)
        part = (tensor * weights).sum()
        total = part if total is None else total + part.to(total.dtype)
        start += tensor.numel()
    if total is None:
        raise TypeError("the answer has no float tensor")
    return total


def entries(sequence: tuple[Any, ...] | list[Any]) -> Iterator[Any]:
    """What is really in it, whatever a subclass says of itself."""
    return tuple.__iter__(sequence) if isinstance(sequence, tuple) else list.__iter__(sequence)


def _floats(answer: Any) -> Iterator[torch.Tensor]:
    if isinstance(answer, torch.Tensor):
        if answer.is_floating_point():
            yield answer
    elif isinstance(answer, (tuple, list)):
        for entry in entries(answer):
            yield from _floats(entry)
    elif isinstance(answer, dict):
        for entry in dict.values(answer):
            yield from _floats(entry)

"""Seeded random inputs. The same seed and key draw the same numbers on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, TypeVar

import torch
from torch import Tensor

T = TypeVar("T")


class Draw:
    """Draws for one exercise. Floats come as float64; the engine casts them to the dtype of each run."""

    def __init__(self, seed: int, key: str) -> None:
        digest = hashlib.sha256(f"{seed}:{key}".encode()).digest()
        self._generator = torch.Generator().manual_seed(int.from_bytes(digest[:7], "big"))

    def normal(self, *shape: int, scale: float = 1.0) -> Tensor:
        """Standard normal numbers times `scale`."""
        return torch.randn(shape, generator=self._generator, dtype=torch.float64) * scale

    def uniform(self, low: float, high: float, *shape: int) -> Tensor:
        """Uniform numbers in [low, high)."""
        return torch.rand(shape, generator=self._generator, dtype=torch.float64) * (high - low) + low

    def integers(self, low: int, high: int, *shape: int) -> Tensor:
        """int64 numbers in [low, high)."""
        return torch.randint(low, high, shape, generator=self._generator)

    def labels(self, n: int, classes: int) -> Tensor:
        """`n` class labels that never name the last class: whoever infers the number of classes from them is wrong."""
        return self.integers(0, max(1, classes - 1), n)

    def permutation(self, n: int) -> Tensor:
        """0 … n-1 in random order, int64."""
        return torch.randperm(n, generator=self._generator)

    def signs(self, *shape: int) -> Tensor:
        """-1.0 or 1.0 each."""
        return self.integers(0, 2, *shape).double() * 2 - 1

    def number(self, low: float, high: float) -> float:
        """A Python float in [low, high)."""
        return float(self.uniform(low, high))

    def choice(self, options: Sequence[T]) -> T:
        """One of `options`."""
        return options[int(self.integers(0, len(options)))]

    def permuted(self, options: Sequence[T]) -> list[T]:
        """All of `options` in random order."""
        return [options[i] for i in self.permutation(len(options)).tolist()]

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(
            f"Draw has no '{name}'; it has: normal uniform integers labels permutation signs number choice"
        )

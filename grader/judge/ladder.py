"""Smaller and plainer cases than the drawn ones, to show a mistake on: few entries, small distinct integers.

Shrinkers drive every number to 0, where causes are invisible; so the page's own cases are drawn again from a `Draw`
whose numbers are 1, 2, -1, 3, ... and whose sizes are small but still distinct.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from itertools import count

import torch
from torch import Tensor

from grader.author.draw import Draw
from grader.judge.plan import Run, planned
from grader.judge.trees import leaves
from grader.model.exercise import Case, Exercise

MOST_RUNS = 12
_RUNGS = ((1, 1, 1, 1, 1, 1), (1, 2, 3, 1, 2, 1), (2, 1, 2, 3, 1, 2), (2, 3, 2, 1, 4, 3), (3, 2, 4, 5, 2, 3))


class PlainDraw(Draw):
    """Draws small distinct integers, and maps the n-th distinct size it is asked for to the n-th of `sizes`."""

    def __init__(self, sizes: Sequence[int]) -> None:
        super().__init__(0, "ladder")
        self._left = list(sizes)
        self._sizes: dict[int, int] = {}
        self._numbers = _integers()

    def size(self, asked: int) -> int:
        """The small size that stands for `asked`, always the same."""
        if asked not in self._sizes:
            self._sizes[asked] = min(asked, self._left.pop(0)) if self._left else asked
        return self._sizes[asked]

    def normal(self, *shape: int, scale: float = 1.0) -> Tensor:
        del scale
        return self._filled(shape, lambda: float(next(self._numbers)))

    def uniform(self, low: float, high: float, *shape: int) -> Tensor:
        parts = _fractions()

        def number() -> float:
            for _ in range(12):
                candidate = float(next(self._numbers))
                if low < candidate < high and candidate != 0.0:
                    return candidate
            return low + (high - low) * next(parts)

        return self._filled(shape, number)

    def integers(self, low: int, high: int, *shape: int) -> Tensor:
        top = self._sizes.get(high, high)
        steps = count()
        return self._filled(shape, lambda: float(low + next(steps) % max(1, top - low))).long()

    def labels(self, n: int, classes: int) -> Tensor:
        small = self.size(classes)
        return self.integers(0, max(1, small - 1), n)

    def permutation(self, n: int) -> Tensor:
        return torch.arange(self.size(n)).flip(0)

    def signs(self, *shape: int) -> Tensor:
        steps = count()
        return self._filled(shape, lambda: 1.0 - 2.0 * (next(steps) % 2))

    def number(self, low: float, high: float) -> float:
        return float(self.uniform(low, high))

    def _filled(self, shape: tuple[int, ...], number: Callable[[], float]) -> Tensor:
        small = tuple(self.size(n) for n in shape)
        entries = [number() for _ in range(torch.Size(small).numel())]
        return torch.tensor(entries, dtype=torch.float64).reshape(small)


def ladder(exercise: Exercise) -> tuple[Run, ...]:
    """Small runs of `exercise`, fewest entries first. Empty where the page's cases do not shrink."""
    rungs: list[Run] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for sizes in _RUNGS:
            rungs += filter(_finite, _rung(exercise, sizes, len(rungs)))
    rungs.sort(key=lambda run: run.size)
    return tuple(rungs[:MOST_RUNS])


def _rung(exercise: Exercise, sizes: Sequence[int], start: int) -> Iterator[Run]:
    """The first ordinary case that still has a right answer at these sizes."""
    cases = iter(exercise.cases(PlainDraw(sizes)))
    while True:
        try:
            case = next(cases, None)
            if case is None:
                return
            if case.kind == "random" and not case.raises:
                yield _plain_run(exercise, start + 1, case)
                return
        except (RuntimeError, ValueError, IndexError, TypeError, ArithmeticError, KeyError):
            # sizes that the page fixed by hand do not fit: this rung has nothing to offer
            return


def _plain_run(exercise: Exercise, number: int, case: Case) -> Run:
    dtype = "as_is" if case.dtypes == ("as_is",) or not _floats(case) else "float64"
    return planned(exercise, number, case, dtype)


def _finite(run: Run) -> bool:
    """Sizes as small as one can leave the contract (a spread over one row): a right answer of nan says so."""
    values = [leaf.value for _, leaf in leaves(run.expected)]
    return all(bool(v.isfinite().all()) for v in values if isinstance(v, Tensor))


def _floats(case: Case) -> bool:
    return any(isinstance(v, Tensor) and v.is_floating_point() for _, v in leaves(case.args))


def _integers() -> Iterator[int]:
    """1, 2, -1, 3, -2, 5, -3, 4, ...: small, distinct, of both signs, none of them 0."""
    yield from (1, 2, -1, 3, -2, 5, -3, 4)
    for n in count(6):
        yield n if n % 2 else -n


def _fractions() -> Iterator[float]:
    while True:
        yield from (0.25, 0.75, 0.5, 0.875, 0.125, 0.625)

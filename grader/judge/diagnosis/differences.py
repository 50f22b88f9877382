"""A student's function as torch sees it: its numbers, and the slopes that differences give it.

Whatever the function does to the autograd graph, or computes outside torch, its slope is that of its numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import torch
from torch import Tensor

from grader.judge.diagnosis.evidence import as_tensor
from grader.judge.trees import leaves, mapped
from grader.model.outcome import Answer, Returned

Ask = Callable[[Sequence[tuple[Any, ...]]], Sequence[Answer]]

_STEP = 1e-6
CENTRAL, UP, DOWN = (1, -1), (1, 0), (0, -1)  # the two steps of a difference: the last two differ only at a kink
_MOST_ENTRIES = 150


class Unanswered(Exception):
    """The function did not answer with numbers everywhere, or has too many arguments to move one by one."""


def by_differences(ask: Ask, steps: tuple[int, int] = CENTRAL) -> Callable[..., Any]:
    """The function behind `ask`, for float64 arguments: autograd gets through it to each tensor that requires grad.

    It answers the student's tree, numbers and tensors as float64 tensors. Raises Unanswered.
    """

    def forward(*args: Any) -> Any:
        moving = [leaf for _, leaf in leaves(args) if isinstance(leaf, Tensor) and leaf.requires_grad]
        if sum(leaf.numel() for leaf in moving) > _MOST_ENTRIES:
            raise Unanswered
        still = mapped(_plain, args)
        shifted = [moved for leaf in moving for moved in _shifted(args, leaf, steps)]
        answers = ask([still, *shifted])
        if len(answers) != 1 + len(shifted):
            raise Unanswered
        base, *others = (_numbers(answer) for answer in answers)
        tangents = iter(_tangents(base, others, moving, steps))
        return mapped(lambda _: next(tangents), _tree(answers[0]))

    return forward


def _plain(leaf: Any) -> Any:
    return leaf.detach() if isinstance(leaf, Tensor) else leaf


def _shifted(args: tuple[Any, ...], leaf: Tensor, steps: tuple[int, int]) -> Iterator[tuple[Any, ...]]:
    """The arguments with one entry of `leaf` moved by the first step, then by the second, entry by entry."""
    for entry in range(leaf.numel()):
        for step in steps:
            there = leaf.detach().flatten().clone()
            there[entry] += step * _STEP
            moved = there.reshape(leaf.shape)
            yield mapped(lambda value: moved if value is leaf else _plain(value), args)  # noqa: B023 - used at once


def _tree(answer: Answer) -> Any:
    if not isinstance(answer.outcome, Returned):
        raise Unanswered
    return answer.outcome.value


def _numbers(answer: Answer) -> dict[str, Tensor]:
    found = {path: as_tensor(leaf) for path, leaf in leaves(_tree(answer))}
    numbers = {path: value for path, value in found.items() if value is not None}
    if len(numbers) != len(found):
        raise Unanswered
    return numbers


def _tangents(
    base: dict[str, Tensor], others: Sequence[dict[str, Tensor]], moving: Sequence[Tensor], steps: tuple[int, int]
) -> list[Tensor]:
    """Each answer as a function of what moves, exact in value and slope where they are."""
    for other in others:
        if {path: value.shape for path, value in other.items()} != {path: value.shape for path, value in base.items()}:
            raise Unanswered
    if not others:
        return list(base.values())
    away = torch.cat([(leaf - leaf.detach()).flatten() for leaf in moving])  # 0 in value, 1 in slope
    width = (steps[0] - steps[1]) * _STEP

    def slope(path: str) -> Tensor:
        first, last = (torch.stack([other[path] for other in side], -1) for side in (others[0::2], others[1::2]))
        return (first - last) / width

    return [value + slope(path) @ away for path, value in base.items()]

"""What the right formula gives for other arguments: an answer that equals it forgot an argument, or took it wrongly.

"Exactly the right answer for lr = 1" says that lr is not used; "for −x" that a sign is wrong; "for dim = 0, whatever
dim was" that the axis is fixed.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, permutations
from typing import Any

import torch
from torch import Tensor

from grader.judge.diagnosis.evidence import Part, as_tensor
from grader.judge.trees import leaves, mapped
from grader.model.exercise import Exercise
from grader.model.verdict import Param

Change = Callable[[Any], Any]
Candidate = tuple[str, dict[str, Param], Callable[[Part], "Tensor | None"]]

_CHANGES: dict[str, Change] = {
    "as_if_zero": lambda v: 0 * v,
    "as_if_one": lambda v: 0 * v + 1,
    "as_if_negated": lambda v: -v,
    "as_if_doubled": lambda v: 2 * v,
    "as_if_halved": lambda v: v / 2,
    "as_if_absolute": abs,  # before the square: an argmax cannot tell them apart, and either loses the sign
    "as_if_squared": lambda v: v * v,
    "as_if_reciprocal": lambda v: 1 / v,
    "as_if_rounded": lambda v: v.round() if isinstance(v, Tensor) else round(v),
    "as_if_truncated": lambda v: v.trunc() if isinstance(v, Tensor) else int(v),
    "as_if_one_minus": lambda v: 1 - v,
    "as_if_flipped": lambda v: v.flip(0),
    "as_if_sorted": lambda v: v.sort(0).values,
    "as_if_less_one": lambda v: v - 1,
    "as_if_plus_one": lambda v: v + 1,
    "as_if_first_only": lambda v: v[:1],
    "as_if_last_only": lambda v: v[-1:],
    "as_if_without_last": lambda v: v[:-1],
}
# Arguments that hold one entry for each sample, changed together
_SAMPLES: dict[str, Change] = {
    "as_if_first_sample": lambda v: v[:1],
    "as_if_last_sample": lambda v: v[-1:],
    "as_if_without_last_sample": lambda v: v[:-1],
    "as_if_without_first_sample": lambda v: v[1:],
}
_SEQUENCE = ("as_if_flipped", "as_if_first_only", "as_if_last_only", "as_if_without_last")  # what can happen to a list
_COUNTED = {"as_if_less_one": "as_if_one_less", "as_if_plus_one": "as_if_one_more"}  # what is no count has other words
_NO_AXIS = (*_COUNTED, "as_if_one_minus")
_FIXED_DIMS = (0, 1, -1)
_FIXED_NUMBERS = (0, 1)


def counterfactuals(exercise: Exercise, examples: Sequence[Part]) -> Iterator[Candidate]:
    """Candidates for one exercise. `examples` show of which kind the arguments are, and which words they may be."""
    example = examples[0]
    names = [n for n in exercise.parameters if n in example.args]
    for name in names:
        value = example.args[name]
        if isinstance(value, dict):
            yield from _by_entry(exercise, name, value)
        yield from _by_default(exercise, name)
        for kind, change in _CHANGES.items():
            if isinstance(value, (list, tuple)) and kind not in _SEQUENCE:
                continue  # "2 * [1, 2]" is defined, but means nothing
            if not isinstance(value, str) and not (name == "dim" and kind in _NO_AXIS):
                said = kind if _whole(value) else _COUNTED.get(kind, kind)
                yield said, {"argument": name}, _asked(exercise, {name: change})
        for fixed in _fixed(name, examples):
            yield "as_if_fixed", {"argument": name, "value": fixed}, _asked(exercise, {name: _always(fixed)})
    together = _of_one_length(names, examples)
    if len(together) > 1:
        for kind, change in _SAMPLES.items():
            yield kind, {"arguments": ", ".join(together)}, _asked(exercise, dict.fromkeys(together, change))
    if "dim" in names:
        yield "as_if_other_axis", {"argument": "dim"}, _asked(exercise, {"dim": lambda dim: int(dim == 0)})
        yield "as_if_all_entries", {"argument": "dim"}, _over_all(exercise)
    yield from _of_two(exercise, names)


def _of_two(exercise: Exercise, names: Sequence[str]) -> Iterator[Candidate]:
    for first, second in combinations(range(len(names)), 2):
        params: dict[str, Param] = {"first": names[first], "second": names[second]}
        yield "as_if_exchanged", params, _exchanged(exercise, first, second)
    for name, other in permutations(names, 2):
        yield "as_if_replaced", {"argument": name, "other": other}, _replaced(exercise, name, other)


def _by_default(exercise: Exercise, name: str) -> Iterator[Candidate]:
    default = inspect.signature(exercise.reference).parameters[name].default
    if default is not inspect.Parameter.empty:
        yield "as_if_default", {"argument": name, "value": default}, _asked(exercise, {name: _always(default)})


def _by_entry(exercise: Exercise, name: str, entries: dict[str, Any]) -> Iterator[Candidate]:
    """One tensor of a dict, changed."""
    for key in entries:
        for kind in ("as_if_zero", "as_if_negated", "as_if_doubled"):
            yield kind, {"argument": f"{name}[{key!r}]"}, _asked(exercise, {name: _in_entry(key, _CHANGES[kind])})


def _in_entry(key: str, change: Change) -> Change:
    return lambda given: {**given, key: change(given[key])}


def _whole(value: Any) -> bool:
    return not (isinstance(value, float) or (isinstance(value, Tensor) and value.is_floating_point()))


def _replaced(exercise: Exercise, name: str, other: str) -> Callable[[Part], Tensor | None]:
    """One tensor in the place of another of its shape."""

    def predict(part: Part) -> Tensor | None:
        args = {n: _exact(value) for n, value in part.args.items()}
        old, new = args.get(name), args.get(other)
        if not isinstance(old, Tensor) or not isinstance(new, Tensor) or old.shape != new.shape:
            return None
        args[name] = new.to(old.dtype)
        return _answer(exercise, tuple(args.values()), part)

    return predict


def _over_all(exercise: Exercise) -> Callable[[Part], Tensor | None]:
    """All entries at once, where the text says along one axis."""

    def predict(part: Part) -> Tensor | None:
        args = {n: _exact(v).flatten() if isinstance(v, Tensor) else v for n, v in part.args.items()}
        answer = _answer(exercise, tuple((args | {"dim": 0}).values()), part)
        return answer.reshape(part.want.shape) if answer is not None and answer.numel() == part.want.numel() else None

    return predict


def _of_one_length(names: Sequence[str], examples: Sequence[Part]) -> list[str]:
    """The tensors that are as long as the first one in every example: what belongs to a sample stands in each."""
    lengths = {
        n: [v.shape[0] if isinstance(v := p.args[n], Tensor) and v.dim() else 0 for p in examples] for n in names
    }
    first = next((found for found in lengths.values() if min(found) > 0), None)
    return [n for n, found in lengths.items() if found == first]


def _fixed(name: str, examples: Sequence[Part]) -> Sequence[Any]:
    """Values that may be written into the code in place of the argument: an axis, or one of the words it may be."""
    value = examples[0].args[name]
    if isinstance(value, str):
        return sorted({part.args[name] for part in examples})
    if not isinstance(value, int) or isinstance(value, bool):
        return ()
    return _FIXED_DIMS if name == "dim" else _FIXED_NUMBERS


def _always(value: Any) -> Change:
    return lambda _: value


def _asked(exercise: Exercise, changes: dict[str, Change]) -> Callable[[Part], Tensor | None]:
    def predict(part: Part) -> Tensor | None:
        args = {name: _exact(value) for name, value in part.args.items()}
        try:
            for name, change in changes.items():
                args[name] = change(args[name])
        except (TypeError, RuntimeError, AttributeError, LookupError, ValueError, ArithmeticError):
            return None
        return _answer(exercise, tuple(args.values()), part)

    return predict


def _exchanged(exercise: Exercise, first: int, second: int) -> Callable[[Part], Tensor | None]:
    def predict(part: Part) -> Tensor | None:
        args = [_exact(value) for value in part.args.values()]
        if second >= len(args):
            return None
        args[first], args[second] = args[second], args[first]
        return _answer(exercise, tuple(args), part)

    return predict


def _answer(exercise: Exercise, args: tuple[Any, ...], part: Part) -> Tensor | None:
    """The reference's answer, or None where it has none for such arguments."""
    try:
        return as_tensor(dict(leaves(exercise.reference(*args))).get(part.path))
    except Exception:  # noqa: BLE001 - a page may refuse such arguments in any way
        return None


def _exact(value: Any) -> Any:
    """A copy in float64."""
    return mapped(_exact_leaf, value)


def _exact_leaf(value: Any) -> Any:
    if not isinstance(value, Tensor):
        return value
    copy = value.detach().clone()
    return copy.double() if copy.dtype in (torch.float16, torch.float32) else copy

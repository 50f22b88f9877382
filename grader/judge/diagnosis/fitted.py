"""Relations with a number of their own: it is read off the most precise run, and must be the same in all of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import torch
from torch import Tensor

from grader.judge.diagnosis import relations
from grader.judge.diagnosis.evidence import Part, as_tensor
from grader.model.verdict import Param

Predict = Callable[[Part], "Tensor | None"]
Fitted = tuple[str, dict[str, Param], Predict]

_DIGITS = range(1, 9)


def fitted(wrong: Sequence[Part]) -> Iterator[Fitted]:
    """Candidates by name, the plainest first: a cut, a rounding, an offset, a factor, both, a
    multiple of an argument."""
    if any(part.got.shape != part.want.shape or not part.want.numel() for part in wrong):
        return
    finest = min(part.agreement for part in wrong)
    precise = [part for part in wrong if part.agreement == finest]
    yield from _cut(precise)
    for digits in _DIGITS:
        if not any(bool(_tellable(digits, part).all()) for part in precise):
            break
        yield "rounded_digits", {"digits": digits}, partial(_rounded, digits)
    offset, ratio = relations.common_offset(wrong), relations.common_ratio(wrong)
    if offset is not None:
        yield "offset", {"offset": f"{offset:g}"}, relations.plus(offset)
    if ratio is not None and f"{ratio:.6g}" != "1":
        yield "ratio", {"ratio": f"{ratio:.6g}"}, relations.times(ratio)
    yield from _line(precise)
    yield from _multiples(precise)


def _rounded(digits: int, part: Part) -> Tensor | None:
    """The answer itself, where it is the right one with so many decimals; how many more it has is not looked at."""
    unit = 10.0**-digits
    off = (part.got / unit - (part.got / unit).round()).abs()
    whole = (off <= _room(digits, part)) | ~_tellable(digits, part)
    near = (part.got - part.want).abs() <= 0.5001 * unit
    return part.got if bool((whole & near).all()) else None


def _tellable(digits: int, part: Part) -> Tensor:
    """Where the numbers are precise enough to end after so many decimals by more than chance."""
    return _room(digits, part) < 0.02


def _room(digits: int, part: Part) -> Tensor:
    """How far from whole units a number may be: decimals are no binary fractions, and floats have so many digits."""
    return 1e-3 + 0.01 * part.agreement * part.got.abs() * 10.0**digits


def _cut(precise: Sequence[Part]) -> Iterator[Fitted]:
    """No number below a smallest or above a largest one, where the right answer has such."""
    want, got = _flat(precise)
    room = precise[0].agreement * want.abs()
    low, high = sorted(set(got[got - want > room].tolist())), sorted(set(got[want - got > room].tolist()))
    if len(low) > 1 or len(high) > 1 or not low + high:
        return
    smallest, largest = (low or [-math.inf])[0] + 0.0, (high or [math.inf])[0] + 0.0
    ends = f"{smallest:.6g} … {largest:.6g}", f"≥ {smallest:.6g}", f"≤ {largest:.6g}"
    params: dict[str, Param] = {"range": ends[0] if low and high else ends[1] if low else ends[2]}
    yield "clamped", params, lambda part: part.want.clamp(smallest, largest)


def _flat(precise: Sequence[Part]) -> tuple[Tensor, Tensor]:
    """All right numbers and all given ones."""
    return torch.cat([p.want.flatten() for p in precise]), torch.cat([p.got.flatten() for p in precise])


def _multiples(precise: Sequence[Part]) -> Iterator[Fitted]:
    """The answer is the right one and so many times an argument of its shape, like the 0.01·W of a penalty."""
    for name in precise[0].args:
        value = _alike(precise[0], name)
        if value is None:
            continue
        at = int(value.abs().argmax())
        factor = float((precise[0].got - precise[0].want).flatten()[at] / value.flatten()[at])
        if factor and math.isfinite(factor):
            yield "extra_multiple", {"argument": name, "factor": f"{factor:.6g}"}, partial(_added, name, factor)


def _alike(part: Part, name: str) -> Tensor | None:
    """The argument, where it is a tensor of the answer's shape."""
    value = as_tensor(part.args[name])
    return value if value is not None and value.shape == part.want.shape else None


def _added(name: str, factor: float, part: Part) -> Tensor | None:
    value = _alike(part, name)
    return None if value is None else part.want + factor * value


def _line(precise: Sequence[Part]) -> Iterator[Fitted]:
    """The answer is a times the right one plus b."""
    want, got = _flat(precise)
    first, last = int(want.argmin()), int(want.argmax())
    rise = float(want[last] - want[first])
    if not bool(got.isfinite().all()) or not math.isfinite(rise) or not rise:
        return
    factor = float(got[last] - got[first]) / rise
    offset = float(got[first] - factor * want[first])
    if factor and abs(offset) > 1e-9:
        params: dict[str, Param] = {"factor": f"{factor:.6g}", "offset": f"{offset:.6g}"}
        yield "line", params, lambda part: factor * part.want + offset

"""Compare an answer with what is expected: type, count, exact shape, dtype, nan and inf, then values, in that order."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

from grader.contestant.tensors import decode
from grader.judge.expect import Leaf
from grader.model.value import Dtype, Opaque, TensorValue, Value, shape_text
from grader.model.verdict import Param

_ORDER = ("none", "type", "count", "shape", "dtype", "nonfinite", "value")
_ACCEPTED_KINDS = ("Tensor", "Parameter")
_FLOATING = ("float16", "bfloat16", "float32", "float64")


@dataclass(frozen=True)
class Mismatch:
    """How one part of the answer differs. `kind` is one of type, none, count, shape, dtype, nonfinite, value.

    `wrong` are flat indices of differing entries, `worst` the one farthest off in tolerance units; `params` fill the
    sentence `finding.<kind>`.
    """

    kind: str
    path: str = ""
    params: dict[str, Param] = field(default_factory=dict)
    wrong: tuple[int, ...] = ()
    worst: int = -1


def compare(expected: Any, got: Value, scalar: str) -> Mismatch | None:
    """The first mismatch between a tree of `Leaf`s and a value from the wire, or None. `scalar` as on the page."""
    problems = list(_walk(expected, got, scalar, ""))
    return min(problems, key=lambda m: _ORDER.index(m.kind)) if problems else None


def _walk(expected: Any, got: Value, scalar: str, path: str) -> Iterator[Mismatch]:
    if isinstance(expected, dict):
        yield from _dict(expected, got, scalar, path)
    elif isinstance(expected, (tuple, list)):
        yield from _sequence(expected, got, scalar, path)
    else:
        problem = _leaf(expected, got, scalar, path)
        if problem:
            yield problem


def _dict(expected: dict[Any, Any], got: Value, scalar: str, path: str) -> Iterator[Mismatch]:
    if not isinstance(got, dict):
        yield _type(path, "dict", got)
    elif set(got) != set(expected):
        missing = sorted(str(k) for k in set(expected) - set(got))
        extra = sorted(str(k) for k in set(got) - set(expected))
        yield Mismatch("count", path, {"expected": ", ".join(map(str, expected)), "got": ", ".join(map(str, got)),
                                       "missing": ", ".join(missing), "extra": ", ".join(extra)})  # fmt: skip
    else:
        for key, value in expected.items():
            yield from _walk(value, got[key], scalar, f"{path}[{key!r}]")


def _sequence(expected: Any, got: Value, scalar: str, path: str) -> Iterator[Mismatch]:
    if not isinstance(got, (tuple, list)):
        yield _type(path, f"{type(expected).__name__} ({len(expected)})", got)
    elif len(got) != len(expected):
        yield Mismatch("count", path, {"expected": len(expected), "got": len(got), "missing": "", "extra": ""})
    else:
        for index, value in enumerate(expected):
            yield from _walk(value, got[index], scalar, f"{path}[{index}]")


def _type(path: str, wanted: str, got: Value) -> Mismatch:
    if got is None:
        return Mismatch("none", path, {"expected": wanted})
    return Mismatch("type", path, {"expected": wanted, "got": type_name(got)})


def type_name(value: Value) -> str:
    """What a message calls the type of `value`."""
    if isinstance(value, TensorValue):
        return "Tensor" if value.kind in _ACCEPTED_KINDS else value.kind
    if isinstance(value, Dtype):
        return "torch.dtype"
    if isinstance(value, Opaque):
        return value.type_name
    return "None" if value is None else type(value).__name__


def _leaf(leaf: Leaf, got: Value, scalar: str, path: str) -> Mismatch | None:
    if isinstance(leaf.value, Tensor):
        return _tensor(leaf, _loosened(leaf, got, scalar), path)
    if (
        scalar == "loose"
        and isinstance(leaf.value, float)
        and isinstance(got, TensorValue)
        and got.dtype in _FLOATING
        and math.prod(got.shape) == 1
    ):
        got = float(decode(got).detach())
    return _plain(leaf, got, path)


def _loosened(leaf: Leaf, got: Value, scalar: str) -> Value:
    """Where the contract allows it, a Python number or a (1,) tensor stands for a 0-D tensor."""
    if scalar != "loose" or leaf.value.dim() != 0:
        return got
    if isinstance(got, (int, float)) and not isinstance(got, bool):
        return TensorValue("python", (), torch.tensor(float(got), dtype=torch.float64).numpy().tobytes())
    if isinstance(got, TensorValue) and got.shape == (1,):
        return TensorValue(got.dtype, (), got.data, kind=got.kind)
    return got


def _plain(leaf: Leaf, got: Value, path: str) -> Mismatch | None:
    wanted = leaf.value
    if isinstance(wanted, torch.dtype):
        wanted = Dtype(str(wanted).removeprefix("torch."))
    if isinstance(wanted, float) and isinstance(got, int) and not isinstance(got, bool):
        got = float(got)
    if type(got) is not type(wanted):
        return _type(path, type_name(wanted), got)
    if isinstance(wanted, float) and isinstance(got, float):
        return _float(leaf, wanted, got, path)
    if got == wanted:
        return None
    return Mismatch("value", path, {"wrong": 1, "of": 1, "index": "", "expected": _text(wanted), "got": _text(got)})


def _float(leaf: Leaf, wanted: float, got: float, path: str) -> Mismatch | None:
    if wanted == got or (math.isnan(wanted) and math.isnan(got)):
        return None
    if not math.isfinite(got):
        return Mismatch("nonfinite", path, {"nan": int(math.isnan(got)), "inf": int(math.isinf(got)), "of": 1}, (0,), 0)
    tolerance = float(leaf.tolerance) if leaf.tolerance is not None else 0.0
    # an infinite answer comes with an infinite bound, which would let every number pass
    if math.isfinite(wanted) and abs(got - wanted) <= tolerance:
        return None
    return Mismatch("value", path, {"wrong": 1, "of": 1, "index": "", **_told_apart(wanted, got)})


def _text(value: Any) -> str:
    return f"torch.{value.name}" if isinstance(value, Dtype) else repr(value)[:200]


def _tensor(leaf: Leaf, got: Value, path: str) -> Mismatch | None:
    if not isinstance(got, TensorValue) or got.kind not in _ACCEPTED_KINDS:
        return _type(path, "Tensor", got)
    if got.shape != tuple(leaf.value.shape):
        return Mismatch("shape", path, {"expected": shape_text(leaf.value.shape), "got": shape_text(got.shape)})
    if got.dtype == "python":
        return _values(leaf, decode(TensorValue("float64", (), got.data)), path)
    if got.dtype != leaf.dtype and not (leaf.dtype == "any_float" and got.dtype in _FLOATING):
        wanted = "float32" if leaf.dtype == "any_float" else leaf.dtype
        return Mismatch("dtype", path, {"expected": wanted, "got": got.dtype})
    return _values(leaf, decode(got).detach(), path)


def _values(leaf: Leaf, got: Tensor, path: str) -> Mismatch | None:
    want: Tensor = leaf.value
    if not want.is_floating_point():
        differ = (got != want).flatten()
        return _numbers(path, want, got, differ, differ.double())
    got = got.double()
    want = _as_representable(want, leaf.dtype)
    bound = leaf.tolerance if leaf.tolerance is not None else torch.zeros_like(want)
    if leaf.dtype == "float64" and leaf.rounding is not None:
        bound = torch.where(_narrowed(got), leaf.rounding, bound)
    error = _distance(leaf, want, got)
    if bool(((error <= bound) & error.isfinite()).all()):
        return None  # most answers: all that follows would find the same, at three times the cost
    inside = _inside(leaf, got)
    strange = ((got.isnan() != want.isnan()) | ((got.isinf() | want.isinf()) & (got != want))) & ~inside
    if (strange & ~got.isfinite()).any():
        return _nonfinite(path, want, got, strange.flatten())
    # `strange` once more: an infinite answer comes with an infinite bound, which would let every number pass
    right = (error <= bound) | inside | (got == want) | (got.isnan() & want.isnan())
    wrong = strange | ~right
    return _numbers(path, want, got, wrong.flatten(), (error / bound.clamp(min=1e-300)).flatten())


def _nonfinite(path: str, want: Tensor, got: Tensor, strange: Tensor) -> Mismatch:
    where = strange.nonzero().flatten().tolist()
    params: dict[str, Param] = {
        "nan": int((got.flatten().isnan() & strange).sum()),
        "inf": int((got.flatten().isinf() & strange).sum()),
        "of": got.numel(),
        "index": _spaced(index(where[0], tuple(got.shape))),
        "expected": number(float(want.flatten()[where[0]])),
    }
    return Mismatch("nonfinite", path, params, tuple(where), where[0])


def _narrowed(got: Tensor) -> Tensor:
    """Which float64 numbers were computed in float32: all 29 bits that it lacks are 0, and it is no simple number that
    both types hold, like 0.5 or 100. No slack is meant for that loss.
    """
    mantissa, _ = torch.frexp(got)
    simple = (mantissa * 2**12).frac() == 0
    return (got == got.float().double()) & ~simple


def _as_representable(want: Tensor, dtype: str) -> Tensor:
    """A reference beyond the largest float32 is inf there."""
    if dtype in ("float32", "any_float"):
        largest = torch.finfo(torch.float32).max
        return torch.where(want.abs() > largest, want.sign() * math.inf, want)
    return want


def _inside(leaf: Leaf, got: Tensor) -> Tensor:
    if leaf.low is None or leaf.high is None:
        return torch.zeros(got.shape, dtype=torch.bool)
    return (got >= leaf.low) & (got <= leaf.high)


def _distance(leaf: Leaf, want: Tensor, got: Tensor) -> Tensor:
    """How far outside the set of right answers, which is a single value unless the page says `between`."""
    if leaf.low is None or leaf.high is None:
        return (got - want).abs()
    return torch.maximum(leaf.low - got, got - leaf.high).clamp(min=0)


def _numbers(path: str, want: Tensor, got: Tensor, wrong: Tensor, units: Tensor) -> Mismatch | None:
    if not wrong.any():
        return None
    where = wrong.nonzero().flatten().tolist()
    worst = max(where, key=lambda i: float(units[i].nan_to_num(math.inf)))
    params: dict[str, Param] = {
        "wrong": len(where),
        "of": wrong.numel(),
        "index": _spaced(index(worst, tuple(want.shape))),
        **_told_apart(want.flatten()[worst].item(), got.flatten()[worst].item()),
    }
    return Mismatch("value", path, params, tuple(where), worst)


def index(flat: int, shape: tuple[int, ...]) -> str:
    """A flat position as "[1, 2]"; "" for a scalar."""
    positions: list[int] = []
    for size in reversed(shape):
        positions.append(flat % size)
        flat //= size
    return f"[{', '.join(map(str, reversed(positions)))}]" if shape else ""


def _told_apart(expected: float, got: float) -> dict[str, Param]:
    """Both numbers with as many digits as it takes to see that they differ."""
    if number(expected) != number(got):
        return {"expected": number(expected), "got": number(got)}
    digits = next((d for d in (9, 12) if f"{expected:.{d}g}" != f"{got:.{d}g}"), 17)
    return {"expected": f"{expected:.{digits}g}", "got": f"{got:.{digits}g}"}


def _spaced(text: str) -> str:
    return f" {text}" if text else ""


def number(value: float | int | bool | complex) -> str:
    """A number as a learner reads it: six significant digits, more only where they are needed."""
    if isinstance(value, bool) or not isinstance(value, float):
        return str(value)
    text = f"{value:.6g}"
    return text if any(c in text for c in ".einf") else text + ".0"

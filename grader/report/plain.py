"""Frozen dataclasses as plain JSON data and back, by their type hints."""

from __future__ import annotations

import math
import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from grader.report.clean import clean

LIMIT = 65_536
Reader = Callable[[Any], Any]


class MisshapenError(ValueError):
    """The data is not what the type says."""


def plain(value: Any) -> Any:
    """JSON data of a dataclass, tuple or scalar: strings cleaned; nan and infinities become "nan", "inf", "-inf"."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        return clean(value, LIMIT)
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {clean(str(key), LIMIT): plain(item) for key, item in value.items()}
    if is_dataclass(value):
        return {name: plain(to(getattr(value, name))) for name, to in _fields(value.__class__)}
    raise TypeError(f"no JSON for {type(value).__name__}")


@cache
def _fields(cls: Any) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    """Field names, and what makes an int that stands for a float one: else writing what was read could differ."""
    hints = get_type_hints(cls)
    return tuple((f.name, float if hints[f.name] is float else _as_is) for f in fields(cls))


@cache
def reader(hint: Any) -> Reader:
    """A function from JSON data to a value of the type `hint`. It raises MisshapenError."""
    origin = get_origin(hint)
    if hint is Any or hint is object:
        return _as_is
    if origin in (Union, types.UnionType):
        return _union(get_args(hint))
    if origin is tuple:
        return _tuple(get_args(hint))
    if origin is dict:
        return _dict(get_args(hint)[1])
    if is_dataclass(hint):
        return _dataclass(hint)
    return _scalar(hint)


def _as_is(data: Any) -> Any:
    return data


def _scalar(kind: Any) -> Reader:
    accepted = (int, float) if kind is float else (kind,)

    def read(data: Any) -> Any:
        if isinstance(data, accepted) and (kind is bool or not isinstance(data, bool)):
            return float(data) if kind is float else data
        raise MisshapenError(f"{kind.__name__} expected, not {str(data)[:40]!r}")

    return read


def _union(kinds: tuple[Any, ...]) -> Reader:
    dataclasses: list[Any] = [k for k in kinds if is_dataclass(k)]
    if dataclasses:
        inner = reader(dataclasses[0])
        return lambda data: None if data is None and type(None) in kinds else inner(data)
    plain_kinds = tuple(k for k in kinds if isinstance(k, type))

    def read(data: Any) -> Any:
        if isinstance(data, plain_kinds):
            return data
        raise MisshapenError(f"unexpected {str(data)[:40]!r}")

    return read


def _tuple(kinds: tuple[Any, ...]) -> Reader:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        each = reader(kinds[0])
        return lambda data: tuple([each(item) for item in _list(data)])
    readers = [reader(k) for k in kinds]

    def read(data: Any) -> Any:
        if len(_list(data)) != len(readers):
            raise MisshapenError(f"{len(readers)} items expected")
        return tuple([r(item) for r, item in zip(readers, data, strict=True)])

    return read


def _list(data: Any) -> list[Any]:
    if not isinstance(data, list):
        raise MisshapenError(f"a list expected, not {str(data)[:40]!r}")
    return data


def _mapping(data: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise MisshapenError(f"an object expected, not {str(data)[:40]!r}")
    return data


def _dict(kind: Any) -> Reader:
    each = reader(kind)
    return lambda data: {key: each(item) for key, item in _mapping(data).items()}


def _dataclass(cls: Any) -> Reader:
    hints = get_type_hints(cls)
    readers = [(f.name, reader(hints[f.name])) for f in fields(cls)]
    needed = {f.name for f in fields(cls) if f.default is MISSING and f.default_factory is MISSING}

    def read(data: Any) -> Any:
        data = _mapping(data)
        if not needed <= data.keys():
            raise MisshapenError(f"{cls.__name__} without {', '.join(sorted(needed - data.keys()))}")
        return cls(**{name: r(data[name]) for name, r in readers if name in data})

    return read

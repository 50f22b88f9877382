"""Values as they cross the border between the contestant and the judge: plain data, no torch, no pickle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Union


@dataclass(frozen=True)
class TensorValue:
    """A tensor as bytes.

    `data` is C-contiguous and little-endian, so `len(data)` is the product of `shape` times the item size.
    `layout` says how an *input* is laid out in memory when it is rebuilt: "contiguous", or "strided" (every second
    element of a buffer whose gaps hold nan), or "transposed" (a transposed view), or "inside" (contiguous, with entries
    of a longer tensor before and after it). Answers are always "contiguous".
    `kind` is "Tensor", "Parameter" or the name of another subclass.
    """

    dtype: str
    shape: tuple[int, ...]
    data: bytes
    requires_grad: bool = False
    has_graph: bool = False
    kind: str = "Tensor"
    layout: str = "contiguous"


@dataclass(frozen=True)
class Dtype:
    """A `torch.dtype` by name, for example `Dtype("float32")`."""

    name: str


@dataclass(frozen=True)
class Opaque:
    """Something an exercise never asks for (a module, a generator, an array): only its type and a short text cross."""

    type_name: str
    text: str = ""


Plain = Union[None, bool, int, float, complex, str]
Value = Union[Plain, TensorValue, Dtype, Opaque, "tuple[Value, ...]", "list[Value]", "dict[str, Value]"]


def shape_text(shape: Sequence[int]) -> str:
    """The shape as Python writes a tuple: "(3,)"."""
    return "(" + ", ".join(map(str, shape)) + ("," if len(shape) == 1 else "") + ")"

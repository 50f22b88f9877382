"""How a `grader.model.value.Value` is written and read: tensors with their exact byte count, containers to a depth."""

from __future__ import annotations

import math
import struct
from typing import Any, ClassVar

from grader.contestant.wire import BOOL, BYTES, FLOAT, INT, TEXT, Malformed, Many, Record, Shape, Source
from grader.model.value import Dtype, Opaque, TensorValue

MAX_DEPTH = 24
MAX_DIMS = 16
MAX_EXTENT = 1 << 56
ITEM_SIZES = {
    "bool": 1, "uint8": 1, "int8": 1, "int16": 2, "int32": 4, "int64": 8, "uint16": 2, "uint32": 4, "uint64": 8,
    "float16": 2, "bfloat16": 2, "float32": 4, "float64": 8, "complex64": 8, "complex128": 16,
}  # fmt: skip
LAYOUTS = ("contiguous", "strided", "transposed", "inside")


class _Tensor(Record):
    """A tensor whose byte count must be the product of its shape times the size of its dtype."""

    def __init__(self) -> None:
        super().__init__(TensorValue, TEXT, Many(INT), BYTES, BOOL, BOOL, TEXT, TEXT)

    def read(self, source: Source) -> TensorValue:
        tensor: TensorValue = super().read(source)
        check_tensor(tensor)
        return tensor


def check_tensor(tensor: TensorValue) -> None:
    """Raise Malformed unless dtype, shape, layout and the exact byte count agree."""
    size = ITEM_SIZES.get(tensor.dtype)
    if size is None or tensor.layout not in LAYOUTS:
        raise Malformed("unknown dtype or layout")
    extent = math.prod(max(n, 1) for n in tensor.shape[: MAX_DIMS + 1])  # torch counts strides of empty tensors too
    if len(tensor.shape) > MAX_DIMS or min(tensor.shape, default=0) < 0 or extent > MAX_EXTENT:
        raise Malformed("impossible shape")
    if math.prod(tensor.shape) * size != len(tensor.data):
        raise Malformed("byte count and shape disagree")


_DTYPE = Record(Dtype, TEXT)
_OPAQUE = Record(Opaque, TEXT, TEXT)
_TENSOR = _Tensor()


class _Value:
    """Any `grader.model.value.Value`, nested at most MAX_DEPTH deep."""

    _leaves: tuple[tuple[type, Shape], ...] = (
        (bool, BOOL),
        (int, INT),
        (float, FLOAT),
        (str, TEXT),
        (TensorValue, _TENSOR),
        (Dtype, _DTYPE),
        (Opaque, _OPAQUE),
    )
    _index: ClassVar = {cls: (number, shape) for number, (cls, shape) in enumerate(_leaves)}
    _none, _complex, _tuple, _list, _dict = 100, 101, 102, 103, 104

    def write(self, value: Any, out: bytearray) -> None:
        found = self._index.get(type(value))
        if found is not None:
            out.append(found[0])
            found[1].write(value, out)
        elif value is None:
            out.append(self._none)
        elif type(value) is complex:
            out.append(self._complex)
            out += struct.pack("<dd", value.real, value.imag)
        elif type(value) in (tuple, list):
            out.append(self._tuple if type(value) is tuple else self._list)
            out += len(value).to_bytes(4, "little")
            for entry in value:
                self.write(entry, out)
        elif type(value) is dict:
            out.append(self._dict)
            out += len(value).to_bytes(4, "little")
            for key, entry in value.items():
                TEXT.write(key, out)
                self.write(entry, out)
        else:
            raise Malformed(f"{type(value).__name__} is not a value")

    def read(self, source: Source) -> Any:
        kind = source.byte()
        if kind < len(self._leaves):
            return self._leaves[kind][1].read(source)
        if kind == self._none:
            return None
        if kind == self._complex:
            return complex(*struct.unpack("<dd", source.take(16)))
        if source.depth >= MAX_DEPTH:
            raise Malformed("nested too deeply")
        source.depth += 1
        value = self._container(kind, source)
        source.depth -= 1
        return value

    def _container(self, kind: int, source: Source) -> Any:
        if kind == self._dict:
            return {TEXT.read(source): self.read(source) for _ in range(source.entries())}
        if kind not in (self._tuple, self._list):
            raise Malformed("unknown kind of value")
        entries = [self.read(source) for _ in range(source.entries())]
        return tuple(entries) if kind == self._tuple else entries


VALUE: Shape = _Value()

"""torch objects as `grader.model.value` and back. Used on both sides of the border."""

from __future__ import annotations

import contextlib
import ctypes
import math
import re
import sys
from typing import Any

import torch

from grader.contestant.values import ITEM_SIZES, MAX_DEPTH, check_tensor
from grader.contestant.wire import MAX_INT_BYTES
from grader.model.value import Dtype, Opaque, TensorValue, Value

DTYPES: dict[str, torch.dtype] = {name: getattr(torch, name) for name in ITEM_SIZES if hasattr(torch, name)}
NAMES: dict[torch.dtype, str] = {dtype: name for name, dtype in DTYPES.items()}
MAX_ITEMS = 100_000
_ADDRESS = re.compile(" at 0x[0-9a-fA-F]+")  # differs from run to run


class TooLarge(Exception):
    """The value is larger than what may cross."""


class _Budget:
    """What is still allowed of one value: bytes and entries."""

    def __init__(self, limit: int) -> None:
        self.bytes = limit
        self.items = MAX_ITEMS

    def spend(self, count: int) -> None:
        self.bytes -= count
        self.items -= 1
        if self.bytes < 0 or self.items < 0:
            raise TooLarge(f"more than {MAX_ITEMS} entries or too many bytes")

    def room(self, count: int) -> None:
        """Raise TooLarge if that many entries will not fit, before the first is looked at."""
        if count > self.items:
            raise TooLarge(f"more than {MAX_ITEMS} entries or too many bytes")


def encode(value: object, limit: int = 64 << 20) -> Value:
    """`value` as plain data of at most `limit` bytes.

    Exact types only: a subclass of int or str is Opaque, of Tensor a TensorValue with its class name as `kind`. numpy
    scalars become Python numbers, named tuples tuples. Raises TooLarge; a tensor's size is known before it is copied.
    """
    return _encode(value, _Budget(limit), 0)


def _encode(value: object, budget: _Budget, depth: int) -> Value:
    budget.spend(8)
    kind = type(value)
    if value is None or kind is bool or kind is float or kind is complex:
        return value  # type: ignore[return-value]
    if kind is int:
        small = int.bit_length(value) < 8 * MAX_INT_BYTES - 8  # type: ignore[arg-type]
        return value if small else Opaque("int", "too large")  # type: ignore[return-value]
    if kind is str:
        budget.spend(4 * len(value))  # type: ignore[arg-type]
        return value  # type: ignore[return-value]
    if issubclass(kind, torch.Tensor):
        return _tensor(value, budget)  # type: ignore[arg-type]
    if kind is torch.dtype:
        return Dtype(str(value).removeprefix("torch."))
    if issubclass(kind, (tuple, list, dict)):
        return _container(value, budget, depth + 1)
    return _scalar_or_opaque(value)


def _container(value: Any, budget: _Budget, depth: int) -> Value:
    if depth > MAX_DEPTH - 2:
        raise TooLarge("nested too deeply")
    budget.room(len(value))
    if isinstance(value, tuple):
        return tuple([_encode(entry, budget, depth) for entry in tuple.__iter__(value)])
    if isinstance(value, list):
        return [_encode(entry, budget, depth) for entry in list.__iter__(value)]
    entries: dict[str, Value] = {}
    for key, entry in dict.items(value):
        name = key if type(key) is str else opaque(key).text
        budget.spend(4 * len(name))
        entries[name] = _encode(entry, budget, depth)
    return entries


def _scalar_or_opaque(value: object) -> Value:
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(value, numpy.generic):
        item = numpy.generic.item(value)
        if type(item) in (bool, int, float, complex, str):
            return item  # type: ignore[no-any-return]
    return opaque(value)


def opaque(value: object) -> Opaque:
    """The type and a short text of something that does not cross."""
    kind = type(value)
    name = f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")
    try:
        text = _ADDRESS.sub("", str.__getitem__(repr(value), slice(0, 200)))
    except BaseException:  # noqa: BLE001 - repr may be the student's: whatever it raises, the type is still known
        text = ""
    return Opaque(name[:200], text)


def _tensor(tensor: torch.Tensor, budget: _Budget) -> Value:
    kind = type(tensor).__name__
    with torch._C.DisableTorchFunctionSubclass():
        plain = tensor if type(tensor) is torch.Tensor else tensor.as_subclass(torch.Tensor)
        dtype = NAMES.get(plain.dtype)
        if dtype is None or plain.layout != torch.strided or plain.device.type != "cpu":
            return opaque(tensor)
        budget.spend(math.prod(plain.shape) * ITEM_SIZES[dtype])
        try:
            data = raw_bytes(plain)
        except RuntimeError:  # no storage behind it: a functorch wrapper, a fake tensor
            return Opaque(f"torch.{kind}", "a tensor without storage")
        return TensorValue(
            dtype, tuple(plain.shape), data, bool(plain.requires_grad), plain.grad_fn is not None, kind[:200]
        )


def raw_bytes(tensor: torch.Tensor) -> bytes:
    """The entries in C order, little-endian. Raises RuntimeError when there is no memory behind the tensor."""
    solid = tensor
    if not tensor.is_contiguous() or tensor.is_neg() or tensor.is_conj():
        with torch.no_grad():
            solid = tensor.detach().resolve_conj().resolve_neg().contiguous()
    count = solid.nbytes
    if count == 0:
        return b""
    address = solid.data_ptr()
    if address == 0:
        raise RuntimeError("no storage")
    return ctypes.string_at(address, count)


def decode(value: Value) -> Any:
    """The torch object of `value`: every tensor is fresh, on the CPU, a leaf.

    Raises Malformed for a tensor whose bytes do not fit its shape, ValueError for an Opaque.
    """
    if isinstance(value, TensorValue):
        return decode_tensor(value)
    if isinstance(value, Dtype):
        if value.name not in DTYPES:
            raise ValueError(f"no such dtype: {value.name}")
        return DTYPES[value.name]
    if isinstance(value, Opaque):
        raise ValueError(f"cannot be rebuilt: {value.type_name}")  # noqa: TRY004 - the content is at fault
    if isinstance(value, tuple):
        return tuple(decode(entry) for entry in value)
    if isinstance(value, list):
        return [decode(entry) for entry in value]
    if isinstance(value, dict):
        return {key: decode(entry) for key, entry in value.items()}
    return value


def decode_tensor(value: TensorValue) -> torch.Tensor:
    """A fresh leaf tensor with that content, laid out in memory as `value.layout` says."""
    check_tensor(value)
    dtype = DTYPES[value.dtype]
    with contextlib.nullcontext() if not torch.is_inference_mode_enabled() else torch.inference_mode(False):
        tensor = torch.empty(value.shape, dtype=dtype)
        if value.data:
            ctypes.memmove(tensor.data_ptr(), value.data, len(value.data))
        if value.layout == "transposed" and tensor.dim() >= 2:
            tensor = tensor.transpose(0, 1).contiguous().transpose(0, 1)
        elif value.layout == "inside":
            tensor = _amid_others(tensor)
        elif value.layout != "contiguous":
            tensor = _with_gaps(tensor)
        return tensor.requires_grad_() if value.requires_grad else tensor


def _amid_others(tensor: torch.Tensor) -> torch.Tensor:
    """The same content as a part of a longer tensor that nobody else was given."""
    ends = torch.ones(3, dtype=tensor.dtype)
    return torch.cat([ends, tensor.flatten(), ends])[3:-3].view(tensor.shape)


def _with_gaps(tensor: torch.Tensor) -> torch.Tensor:
    """The same content in every second element of a buffer; what lies between must never be read."""
    shape = (*tensor.shape[:-1], 2 * tensor.shape[-1]) if tensor.dim() else (2,)
    buffer = torch.empty(shape, dtype=tensor.dtype)
    filler = float("nan") if tensor.is_floating_point() or tensor.is_complex() else 1
    buffer.fill_(filler)
    view = buffer[..., ::2] if tensor.dim() else buffer[0]
    view.copy_(tensor)
    return view

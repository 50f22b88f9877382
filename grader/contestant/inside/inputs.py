"""The arguments of one run: fresh tensors, and afterwards what became of them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any

import torch

from grader.contestant.tensors import TooLarge, decode, encode, raw_bytes
from grader.contestant.weights import entries
from grader.model.outcome import Alias, Touched
from grader.model.value import TensorValue, Value

Leaf = tuple[str, Any]


class _TensorBefore:
    """One input tensor as it was before the call."""

    __slots__ = ("around", "data", "end", "metadata", "path", "pointer", "span", "storage", "tensor", "version")

    def __init__(self, path: str, tensor: torch.Tensor, value: TensorValue) -> None:
        self.path = path
        self.tensor = tensor
        self.data = value.data
        self.version = tensor._version
        self.metadata = _metadata(tensor)
        self.pointer = tensor.untyped_storage().data_ptr()
        self.end = self.pointer + tensor.untyped_storage().nbytes()
        self.storage = None if value.layout == "contiguous" else _storage_bytes(tensor)
        start = tensor.storage_offset() * tensor.element_size()
        self.span = slice(start, start + tensor.nbytes)
        self.around = _without(self.storage, self.span) if self.storage and value.layout == "inside" else None

    def touched(self) -> Touched | None:
        tensor = self.tensor
        metadata = _metadata(tensor) != self.metadata
        version = tensor._version != self.version
        try:
            values = raw_bytes(tensor) != self.data
            moved = tensor.untyped_storage().data_ptr() != self.pointer
            now = None if moved or self.storage is None else _storage_bytes(tensor)
            storage = moved or now != self.storage
            beyond = now is not None and self.around is not None and _without(now, self.span) != self.around
        except RuntimeError:  # the student freed or replaced its memory
            values = storage = True
            beyond = False
        if metadata or version or values or storage:
            return Touched(self.path, values, storage or values, metadata, version, beyond)
        return None


def _metadata(tensor: torch.Tensor) -> tuple[Any, ...]:
    held = tensor.is_leaf and tensor.grad is not None
    return (tensor.shape, tensor.stride(), tensor.storage_offset(), tensor.requires_grad, tensor.dtype, held)


def _without(storage: bytes, span: slice) -> bytes:
    return storage[: span.start] + storage[span.stop :]


def _storage_bytes(tensor: torch.Tensor) -> bytes:
    storage = tensor.untyped_storage()
    return ctypes.string_at(storage.data_ptr(), storage.nbytes()) if storage.nbytes() else b""


def fresh(args: Sequence[Value]) -> tuple[Any, ...]:
    """Arguments for one run of which nobody asks what became of them."""
    return tuple([decode(value) for value in args])


class Inputs:
    """Fresh arguments for one run. `objects` is what the function is called with."""

    def __init__(self, args: Sequence[Value], parameters: Sequence[str]) -> None:
        self.objects = fresh(args)
        names = [parameters[i] if i < len(parameters) else f"argument {i + 1}" for i in range(len(args))]
        before = list(_leaves(zip(names, args, strict=True)))
        self._leaves = list(_leaves(zip(names, self.objects, strict=True)))
        self._names = names
        self._tensors = [
            _TensorBefore(path, entry, value)
            for (path, value), (_, entry) in zip(before, self._leaves, strict=True)
            if isinstance(value, TensorValue)
        ]

    def touched(self) -> tuple[Touched, ...]:
        """Every argument that is not as it was, containers included."""
        found = [touched for tensor in self._tensors if (touched := tensor.touched()) is not None]
        if len(self._leaves) > len(self.objects):
            found += self._containers()
        return tuple(found)

    def _containers(self) -> list[Touched]:
        now = list(_leaves(zip(self._names, self.objects, strict=True)))
        if len(now) != len(self._leaves) or any(a[0] != b[0] for a, b in zip(now, self._leaves, strict=True)):
            paths = {path for path, _ in now} ^ {path for path, _ in self._leaves}
        else:
            paths = {a[0] for a, b in zip(now, self._leaves, strict=True) if not _same(a[1], b[1])}
        return [Touched(path, values=True) for path in sorted(paths)]

    def after(self, limit: int) -> tuple[Value, ...]:
        """The arguments as they are now; empty when they became too large to send."""
        try:
            return tuple(encode(entry, limit) for entry in self.objects)
        except TooLarge:
            return ()

    def aliases(self, answer: object) -> tuple[Alias, ...]:
        """Which parts of the answer share memory an argument had. Empty tensors share none, unless they are it."""
        found = []
        for path, part in _leaves([("", answer)]):
            if not isinstance(part, torch.Tensor):
                continue
            pointer = _pointer(part)
            for before in self._tensors:
                same_object = part is before.tensor
                within = before.pointer < pointer < before.end  # numpy gives a part a storage of its own
                if within or (pointer == before.pointer and (pointer != 0 or same_object)):
                    found.append(Alias(path, before.path, same_object))
        return tuple(found)

    def floats(self) -> list[torch.Tensor]:
        """The float tensors among the arguments, in order."""
        return [before.tensor for before in self._tensors if before.tensor.is_floating_point()]


def share_memory(left: object, right: object) -> bool:
    """Whether some tensor in one of two answers that both exist lies where one of the other does."""
    one, other = _pointers(left), _pointers(right)
    return bool(one & other)


def _pointers(answer: object) -> set[int]:
    return {_pointer(part) for _, part in _leaves([("", answer)]) if isinstance(part, torch.Tensor)} - {0}


def _leaves(items: Any, depth: int = 0) -> Iterator[Leaf]:
    """Path and entry of everything that is no container, and of every container just before its entries."""
    for path, value in items:
        yield path, (None if isinstance(value, (list, dict)) else value)
        if depth > 20:
            continue
        if isinstance(value, (tuple, list)):
            yield from _leaves([(f"{path}[{i}]", entry) for i, entry in enumerate(entries(value))], depth + 1)
        elif isinstance(value, dict):
            yield from _leaves([(f"{path}[{str(key)[:100]!r}]", entry) for key, entry in dict.items(value)], depth + 1)


def _same(now: Any, before: Any) -> bool:
    return now is before or (type(now) is type(before) and not isinstance(now, torch.Tensor) and now == before)


def _pointer(tensor: torch.Tensor) -> int:
    try:
        with torch._C.DisableTorchFunctionSubclass():
            return tensor.untyped_storage().data_ptr()
    except (RuntimeError, NotImplementedError):  # sparse, functorch wrapper: no storage to share
        return 0

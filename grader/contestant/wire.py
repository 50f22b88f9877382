"""Plain data as bytes and back: a closed list of shapes, nothing self-describing, nothing executed.

Whoever writes the bytes may be hostile. Every length is compared with the bytes that are there before anything of that
length is made, so a reader never allocates more than a small multiple of the frame it was given.
"""

from __future__ import annotations

import struct
from dataclasses import fields
from typing import Any, Protocol

MAX_ITEMS = 300_000
MAX_INT_BYTES = 64


class Malformed(Exception):
    """The bytes are not what they must be."""


class Source:
    """Bytes that are read once from front to back."""

    __slots__ = ("data", "depth", "items", "position")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0
        self.depth = 0
        self.items = MAX_ITEMS

    def take(self, count: int) -> bytes:
        end = self.position + count
        if end > len(self.data):
            raise Malformed("the frame ends too early")
        piece = self.data[self.position : end]
        self.position = end
        return piece

    def byte(self) -> int:
        if self.position >= len(self.data):
            raise Malformed("the frame ends too early")
        value = self.data[self.position]
        self.position += 1
        return value

    def length(self) -> int:
        """A count of things of at least one byte each: never more than there are bytes left."""
        count = int.from_bytes(self.take(4), "little")
        if count > len(self.data) - self.position:
            raise Malformed("a length exceeds the frame")
        return count

    def entries(self) -> int:
        """A count of objects: each costs far more than its byte, so all of a frame together are bounded too."""
        count = self.length()
        self.items -= count
        if self.items < 0:
            raise Malformed("too many entries")
        return count


class Shape(Protocol):
    """How one kind of data is written and read."""

    def write(self, value: Any, out: bytearray) -> None: ...

    def read(self, source: Source) -> Any: ...


class _Bool:
    def write(self, value: bool, out: bytearray) -> None:
        out.append(1 if value else 0)

    def read(self, source: Source) -> bool:
        byte = source.byte()
        if byte > 1:
            raise Malformed("not a bool")
        return byte == 1


class _Int:
    def write(self, value: int, out: bytearray) -> None:
        size = (value.bit_length() + 8) // 8
        if size > MAX_INT_BYTES:
            raise Malformed("an integer is too large")
        out.append(size)
        out += value.to_bytes(size, "little", signed=True)

    def read(self, source: Source) -> int:
        size = source.byte()
        if size > MAX_INT_BYTES:
            raise Malformed("an integer is too large")
        return int.from_bytes(source.take(size), "little", signed=True)


class _Float:
    def write(self, value: float, out: bytearray) -> None:
        out += struct.pack("<d", value)

    def read(self, source: Source) -> float:
        number: float = struct.unpack("<d", source.take(8))[0]
        return number


class _Text:
    """Text of any content: lone surrogates cross as they are, what is shown is cleaned later."""

    def write(self, value: str, out: bytearray) -> None:
        data = value.encode("utf-8", "surrogatepass")
        out += len(data).to_bytes(4, "little")
        out += data

    def read(self, source: Source) -> str:
        try:
            return source.take(source.length()).decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            raise Malformed("not UTF-8") from None


class _Bytes:
    def write(self, value: bytes, out: bytearray) -> None:
        out += len(value).to_bytes(4, "little")
        out += value

    def read(self, source: Source) -> bytes:
        return source.take(source.length())


BOOL, INT, FLOAT, TEXT, BYTES = _Bool(), _Int(), _Float(), _Text(), _Bytes()


class Many:
    """A tuple of things of one shape."""

    def __init__(self, item: Shape) -> None:
        self.item = item

    def write(self, value: tuple[Any, ...], out: bytearray) -> None:
        out += len(value).to_bytes(4, "little")
        for entry in value:
            self.item.write(entry, out)

    def read(self, source: Source) -> tuple[Any, ...]:
        read = self.item.read
        return tuple([read(source) for _ in range(source.entries())])


class Maybe:
    """A thing or None."""

    def __init__(self, item: Shape) -> None:
        self.item = item

    def write(self, value: Any, out: bytearray) -> None:
        BOOL.write(value is not None, out)
        if value is not None:
            self.item.write(value, out)

    def read(self, source: Source) -> Any:
        return self.item.read(source) if BOOL.read(source) else None


class Usual:
    """A thing that nearly always is `usual`: then it is one byte."""

    def __init__(self, item: Shape, usual: Any) -> None:
        self.item = item
        self.usual = usual

    def write(self, value: Any, out: bytearray) -> None:
        BOOL.write(value != self.usual, out)
        if value != self.usual:
            self.item.write(value, out)

    def read(self, source: Source) -> Any:
        return self.item.read(source) if BOOL.read(source) else self.usual


class Record:
    """A dataclass by its fields in order."""

    def __init__(self, cls: type, *shapes: Shape) -> None:
        names = [field.name for field in fields(cls)]
        if len(names) != len(shapes):
            raise TypeError(f"{cls.__name__} has the fields {names}")
        self.cls = cls
        self.parts = tuple(zip(names, shapes, strict=True))
        self.shapes = shapes

    def write(self, value: Any, out: bytearray) -> None:
        for name, shape in self.parts:
            shape.write(getattr(value, name), out)

    def read(self, source: Source) -> Any:
        return self.cls(*[shape.read(source) for shape in self.shapes])


class OneOf:
    """One of several records, told apart by a leading byte."""

    def __init__(self, *records: Record) -> None:
        self.records = records
        self.index = {record.cls: number for number, record in enumerate(records)}

    def write(self, value: Any, out: bytearray) -> None:
        number = self.index[type(value)]
        out.append(number)
        self.records[number].write(value, out)

    def read(self, source: Source) -> Any:
        number = source.byte()
        if number >= len(self.records):
            raise Malformed("unknown kind")
        return self.records[number].read(source)


def dumps(shape: Shape, value: Any) -> bytes:
    """`value` as bytes. Raises Malformed if it does not have that shape."""
    out = bytearray()
    try:
        shape.write(value, out)
    except (AttributeError, KeyError, OverflowError, TypeError, struct.error) as error:
        raise Malformed(f"cannot be written: {error}") from error
    return bytes(out)


def loads(shape: Shape, data: bytes) -> Any:
    """The value in `data`, all of it. Raises Malformed for anything else, never another exception."""
    source = Source(data)
    value = shape.read(source)
    if source.position != len(data):
        raise Malformed("bytes are left over")
    return value

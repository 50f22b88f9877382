"""Frames on a byte stream: a fixed header, then exactly so many bytes of one message."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from grader.contestant.messages import FROM_CONTESTANT, HEADER, MAGIC, TO_CONTESTANT
from grader.contestant.wire import Malformed, Shape, dumps, loads

FROM_PARENT_CAP = 512 << 20


@dataclass(frozen=True)
class Frame:
    """One message. `ask` counts the parent's questions from 1, `index` is the call it is about."""

    ask: int
    index: int
    message: Any


def pack(frame: Frame, shape: Shape) -> bytes:
    """The bytes of a frame. Raises Malformed when the message cannot be written."""
    body = dumps(shape, frame.message)
    return HEADER.pack(MAGIC, frame.ask, frame.index, len(body)) + body


def unpack_header(data: bytes, cap: int) -> tuple[int, int, int]:
    """(ask, index, bytes of the body). Raises Malformed before anything of that size is allocated."""
    magic, ask, index, size = HEADER.unpack(data)
    if magic != MAGIC:
        raise Malformed("not a frame")
    if size > cap:
        raise Malformed(f"a frame of {size} bytes, at most {cap} are read")
    return ask, index, size


class Link:
    """The contestant's end: blocking, on file descriptors (a socket, or the two pipes of a fresh interpreter)."""

    def __init__(self, reading: int, writing: int) -> None:
        self._reading = reading
        self._writing = writing
        self._held = b""

    def hold(self, frame: Frame) -> None:
        """Send it with the next one: each time something arrives, the judge is woken."""
        self._held += pack(frame, FROM_CONTESTANT)

    def send(self, frame: Frame) -> None:
        packed = pack(frame, FROM_CONTESTANT)
        view = memoryview(self._held + packed)
        self._held = b""
        while view:
            view = view[os.write(self._writing, view) :]

    def receive(self) -> Frame | None:
        """The next frame from the parent, None at the end of the stream."""
        header = _exactly(HEADER.size, self._read)
        if header is None:
            return None
        ask, index, size = unpack_header(header, FROM_PARENT_CAP)
        body = _exactly(size, self._read)
        return None if body is None else Frame(ask, index, loads(TO_CONTESTANT, body))

    def _read(self, count: int) -> bytes:
        try:
            return os.read(self._reading, count)
        except OSError:
            return b""

    def close(self) -> None:
        for descriptor in {self._reading, self._writing}:
            with contextlib.suppress(OSError):
                os.close(descriptor)


def _exactly(count: int, read: Callable[[int], bytes]) -> bytes | None:
    pieces = bytearray()
    while len(pieces) < count:
        piece = read(min(count - len(pieces), 1 << 20))
        if not piece:
            return None
        pieces += piece
    return bytes(pieces)

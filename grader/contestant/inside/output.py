"""What student code prints, kept up to a cap."""

from __future__ import annotations

import io
import os
import sys


class Capture(io.TextIOBase):
    """A text stream that keeps the first `limit` characters since `begin` and drops the rest."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._pieces: list[str] = []
        self._kept = 0

    encoding = "utf-8"

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        left = self.limit - self._kept
        if left > 0:
            piece = str.__getitem__(text, slice(0, left))
            self._pieces.append(piece)
            self._kept += len(piece)
        return len(text)

    def begin(self) -> None:
        self._pieces.clear()
        self._kept = 0

    def text(self) -> str:
        return "".join(self._pieces)


def install(limit: int) -> Capture:
    """Make print, stderr and input harmless: output goes to the returned Capture, reading finds the end of input.

    The file descriptors 0, 1 and 2 lead to the null device, so what is written past Python is dropped at once and no
    amount of it can block.
    """
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    if null > 2:
        os.close(null)
    capture = Capture(limit)
    sys.stdout = sys.__stdout__ = capture  # type: ignore[misc, assignment]
    sys.stderr = sys.__stderr__ = capture  # type: ignore[misc, assignment]
    sys.stdin = sys.__stdin__ = io.StringIO()  # type: ignore[misc, assignment]
    return capture

"""Opens what a path names, when it is a regular file: no link is followed, no FIFO or device can hold us up."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from grader.submission.found import Refused

_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@contextmanager
def regular(path: Path, limit: int, shown: str) -> Iterator[BinaryIO]:
    """The open file. Raises Refused: missing, not_permitted, link, is_a_folder, not_a_file, too_large, not_readable."""
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError as error:
        raise Refused(_reason(error, path), file=shown) from None
    try:
        _insist(os.fstat(descriptor), limit, shown)
        stream = os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise
    with stream:
        yield stream


def _insist(status: os.stat_result, limit: int, shown: str) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise Refused("is_a_folder", file=shown)
    if not stat.S_ISREG(status.st_mode):
        raise Refused("not_a_file", file=shown)
    if status.st_size > limit:
        raise Refused("too_large", file=shown, limit=limit >> 20)


def read_regular(path: Path, limit: int, shown: str) -> bytes:
    """Its bytes, never more than `limit`, however much it grows while it is read."""
    with regular(path, limit, shown) as stream:
        return bounded(stream, limit, shown)


def bounded(stream: BinaryIO, limit: int, shown: str) -> bytes:
    """All of a stream whose announced size cannot be trusted. Raises Refused too_large."""
    pieces: list[bytes] = []
    left = limit + 1
    while left > 0:
        piece = stream.read(min(left, 1 << 16))
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
        left -= len(piece)
    raise Refused("too_large", file=shown, limit=limit >> 20)


def _reason(error: OSError, path: Path) -> str:
    if error.errno in (errno.ELOOP, errno.EMLINK) or path.is_symlink():
        return "link"
    if error.errno == errno.ENOENT:
        return "missing"
    if error.errno == errno.EISDIR or path.is_dir():
        return "is_a_folder"
    if error.errno in (errno.EACCES, errno.EPERM):
        return "not_permitted"
    return "not_readable"

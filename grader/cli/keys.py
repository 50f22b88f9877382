"""Single keys from a terminal, without Enter, and the terminal as it was afterwards."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Keys(Protocol):
    """Reads keys. `wait` blocks for at most that many seconds and gives "" when nothing was pressed."""

    def wait(self, seconds: float) -> str: ...

    def forget(self) -> None: ...


@contextmanager
def keys() -> Iterator[Keys]:
    """Keys of stdin while the context lasts. The terminal's settings are put back however it ends."""
    if os.name == "nt":
        yield _WindowsKeys()
        return
    import termios
    import tty

    descriptor = sys.stdin.fileno()
    saved = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor)  # Ctrl-C stays a signal
        yield _TerminalKeys(descriptor)
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, saved)


class _TerminalKeys:
    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def wait(self, seconds: float) -> str:
        import select

        ready, _, _ = select.select([self._descriptor], [], [], seconds)
        if not ready:
            return ""
        pressed = os.read(self._descriptor, 64)
        return pressed.decode("utf-8", "replace")[:1] if pressed else "q"  # nothing to read: the terminal is gone

    def forget(self) -> None:
        """Drop what was typed meanwhile."""
        import termios

        termios.tcflush(self._descriptor, termios.TCIFLUSH)


class _WindowsKeys:
    def wait(self, seconds: float) -> str:
        import msvcrt

        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if msvcrt.kbhit():  # type: ignore[attr-defined,unused-ignore]
                return str(msvcrt.getwch())  # type: ignore[attr-defined,unused-ignore]
            time.sleep(0.01)
        return ""

    def forget(self) -> None:
        import msvcrt

        while msvcrt.kbhit():  # type: ignore[attr-defined,unused-ignore]
            msvcrt.getwch()  # type: ignore[attr-defined,unused-ignore]

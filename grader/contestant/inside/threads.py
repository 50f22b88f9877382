"""Carries what watches a call into the threads that it starts: torch's modes and hooks hold for one thread only."""

from __future__ import annotations

import _thread
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

_HOMES: tuple[tuple[Any, str], ...] = (
    (_thread, "start_new_thread"),
    (_thread, "start_new"),
    (threading, "_start_new_thread"),  # up to Python 3.12
    (threading, "_start_joinable_thread"),  # from 3.13
)


class StartedThreads:
    """A context manager. `around()` is called where a thread is started; what it returns is entered in the thread."""

    def __init__(self, around: Callable[[], AbstractContextManager[None]]) -> None:
        self._around = around
        self._saved: list[tuple[Any, str, Any]] = []

    def __enter__(self) -> None:
        self._saved = [(home, name, getattr(home, name)) for home, name in _HOMES if hasattr(home, name)]
        for home, name, start in self._saved:
            setattr(home, name, self._watched(start))

    def __exit__(self, *_: object) -> None:
        for home, name, start in self._saved:
            setattr(home, name, start)

    def _watched(self, start: Callable[..., Any]) -> Callable[..., Any]:
        def started(function: Callable[..., Any], *rest: Any, **named: Any) -> Any:
            context = self._around()

            def run(*args: Any, **kwargs: Any) -> Any:
                with context:
                    return function(*args, **kwargs)

            return start(run, *rest, **named)

        return started

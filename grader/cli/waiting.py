"""A line that says what a command is at, while it takes its time. Only a terminal gets it, and nothing of it stays."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import TypeVar

from grader.cli.console import is_terminal
from grader.model.result import FunctionResult

_QUIET = 1.0  # seconds: most commands are over by then
_T = TypeVar("_T")


class Patience:
    """Shows `text` from the second second on. Calling it with a function that is graded shows that one's id instead."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._shown = self._due = self._over = False
        self._lock = threading.Lock()
        self._timer = threading.Timer(_QUIET, self._fall_due)
        self._timer.daemon = True

    def __enter__(self) -> Patience:
        if is_terminal(sys.stderr) and os.environ.get("TERM") != "dumb":
            self._timer.start()
        return self

    def __call__(self, function: FunctionResult) -> None:
        with self._lock:
            self._text = function.verdict.id
            self._show()

    def _fall_due(self) -> None:
        with self._lock:
            self._due = True
            self._show()

    def _show(self) -> None:
        if self._due and not self._over:
            sys.stderr.write(f"\r{self._text}\x1b[K")
            sys.stderr.flush()
            self._shown = True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            self._over = True
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def patiently(steps: Iterable[_T], text: str) -> Iterator[_T]:
    """The steps as they come, with patience for each."""
    coming = iter(steps)
    while True:
        with Patience(text):
            try:
                step = next(coming)
            except StopIteration:
                return
        yield step

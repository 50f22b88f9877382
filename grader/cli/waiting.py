"""A line that says what was done last, while a run takes its time. Only a terminal gets it, and nothing of it stays."""

from __future__ import annotations

import os
import sys
import time
from types import TracebackType

from grader.cli.console import is_terminal
from grader.model.result import FunctionResult

_QUIET = 1.0


class Progress:
    """Called with each function as it is done. Silent for the first second: most runs are over by then."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._shown = False
        self._wanted = is_terminal(sys.stderr) and os.environ.get("TERM") != "dumb"

    def __enter__(self) -> Progress:
        return self

    def __call__(self, function: FunctionResult) -> None:
        if self._wanted and time.monotonic() - self._started > _QUIET:
            sys.stderr.write(f"\r{function.verdict.id}\x1b[K")
            sys.stderr.flush()
            self._shown = True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

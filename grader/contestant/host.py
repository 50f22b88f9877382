"""Where contestants come from: a warm process that has imported torch and forks, or fresh interpreters."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import TracebackType
from typing import Protocol

from grader.contestant.contestant import Contestant, Parameters, Process, load_of
from grader.contestant.fresh import FreshSource
from grader.contestant.limits import Limits
from grader.contestant.warm import WarmSource
from grader.errors import GraderError
from grader.model.submission import Submission

LEVELS = ("none", "limits", "landlock", "namespaces")


class Source(Protocol):
    """Starts processes at one isolation level. `level` and `detail` wait until that level has been probed."""

    def start(self) -> None: ...

    def process(self) -> Process: ...

    def level(self) -> str: ...

    def detail(self) -> dict[str, str]: ...

    def close(self) -> None: ...


class Host:
    """Runs submissions at one isolation level: "auto" takes the strongest that this machine proves, see LEVELS.

    Not safe for use from several threads at once; open a Host per thread. A contestant may be asked while another one
    of the same host is open.
    """

    def __init__(
        self, isolation: str = "auto", limits: Limits | None = None, source: type[Source] | None = None
    ) -> None:
        if isolation not in (*LEVELS, "auto"):
            raise GraderError(f"unknown isolation level {isolation!r}", f"use auto or one of {', '.join(LEVELS)}")
        self.limits = limits or Limits()
        chosen = source or (WarmSource if sys.platform == "linux" else FreshSource)
        self._source: Source = chosen(isolation, self.limits)  # type: ignore[call-arg]

    def start(self) -> None:
        """Begin to start the process; returns at once. Called by `open` if need be."""
        self._source.start()

    @property
    def isolation(self) -> str:
        """The level that was probed. Waits until the process has started. Raises GraderFault when it cannot be had."""
        return self._source.level()

    @property
    def isolation_detail(self) -> dict[str, str]:
        """What the probes saw, name -> outcome. Waits until the process has started."""
        return self._source.detail()

    def open(self, submission: Submission, slugs: Sequence[str], parameters: Parameters | None = None) -> Contestant:
        """A contestant of that submission. Its modules can import each other when their slug is in `slugs`;
        `parameters` are the functions' parameter names by slug and function, for what is reported about arguments."""
        return Contestant(self._source.process, load_of(submission, slugs, self.limits), parameters or {}, self.limits)

    def close(self) -> None:
        """End every process of this host."""
        self._source.close()

    def __enter__(self) -> Host:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

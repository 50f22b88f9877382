"""The isolation levels, weakest first, and which of them this machine proves."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Protocol

from grader.contestant.inside.system import die_with_parent, set_limits
from grader.contestant.limits import Limits


class Refused(Exception):
    """The level asked for cannot be had."""


class Level(Protocol):
    """How a contestant is forked and locked down."""

    name: str
    detail: dict[str, str]

    def fork(self, child: Callable[[], None]) -> int:
        """Fork; `child` runs in the new process and never returns."""
        ...

    def enter(self, folder: str) -> None:
        """In the new process, before any student code: give up everything but `folder`."""
        ...


class Plain:
    """Nothing but a process of its own and the judge's clock."""

    name = "none"

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.detail: dict[str, str] = {}
        self._parent = os.getpid()

    def fork(self, child: Callable[[], None]) -> int:
        pid = os.fork()
        if pid == 0:
            child()
            os._exit(70)
        return pid

    def enter(self, folder: str) -> None:
        die_with_parent(self._parent)
        os.chdir(folder)
        os.environ["TMPDIR"] = folder


class Limited(Plain):
    """Resource limits."""

    name = "limits"

    def enter(self, folder: str) -> None:
        super().enter(folder)
        set_limits(self.limits)


def choose(wanted: str, limits: Limits, scratch: str, warm_up: Callable[[], None]) -> Level:
    """The level `wanted`, or the strongest for "auto", warmed up. Raises Refused."""
    warm_up()
    if wanted == "none":
        return Plain(limits)
    if wanted in ("limits", "auto"):
        return Limited(limits)
    raise Refused("not on this machine")

"""A fresh interpreter per contestant, for systems on which a process that imported torch cannot be forked."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from dataclasses import asdict

from grader.contestant.connection import Connection, PipeStream
from grader.contestant.launch import Popen, spawn
from grader.contestant.limits import Limits
from grader.errors import GraderFault


class FreshSource:
    """Keeps one interpreter ahead, so that its import of torch overlaps with what runs before it is needed."""

    def __init__(self, isolation: str, limits: Limits) -> None:
        posix = os.name == "posix"
        if isolation in ("landlock", "namespaces") or (isolation == "limits" and not posix):
            raise GraderFault(f"isolation level {isolation} cannot be had here", "it needs Linux")
        self._level = ("limits" if posix else "none") if isolation == "auto" else isolation
        self._limits = limits
        self._next: Popen | None = None

    def start(self) -> None:
        if self._next is None:
            config: dict[str, object] = {"isolation": self._level, "limits": asdict(self._limits)}
            self._next = spawn("fresh", config, piped=subprocess.PIPE)

    def process(self) -> FreshProcess:
        self.start()
        process, self._next = self._next, None
        assert process is not None
        self.start()
        return FreshProcess(process)

    def level(self) -> str:
        return self._level

    def detail(self) -> dict[str, str]:
        return {"process": "a fresh interpreter; no access to files, network or other processes is denied"}

    def close(self) -> None:
        if self._next is not None:
            FreshProcess(self._next).end(0.0)
            self._next = None


class FreshProcess:
    """One interpreter, its own session."""

    def __init__(self, process: Popen) -> None:
        self._process = process
        self.connection = Connection(PipeStream(process))

    def end(self, patience: float) -> str:
        code = None
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = self._process.wait(patience)
        if hasattr(os, "killpg"):
            with contextlib.suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.wait()
        self.connection.stream.close()
        if self._process.stdout is not None:
            self._process.stdout.close()
        if code is None:
            return "killed"
        return f"exit {code}" if code >= 0 else f"signal {-code}"

"""The judge's end of the warm process: ask it for forks, have it end them, start it again when it is gone."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
from dataclasses import asdict
from typing import Any

from grader.contestant.connection import Connection, SocketStream
from grader.contestant.launch import Popen, spawn
from grader.contestant.limits import Limits
from grader.errors import GraderFault

ANSWER_SECONDS = 10.0
MESSAGE_BYTES = 1 << 16


class WarmSource:
    """Forks of one warm process (Linux)."""

    def __init__(self, isolation: str, limits: Limits) -> None:
        self._isolation = isolation
        self._limits = limits
        self._process: Popen | None = None
        self._control: socket.socket | None = None
        self._ready: dict[str, Any] | None = None
        self.generation = 0

    def start(self) -> None:
        if self._process is not None:
            return
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        config = {"control": theirs.fileno(), "isolation": self._isolation, "limits": asdict(self._limits)}
        self._process = spawn("warm", config, pass_fds=[theirs.fileno()])
        theirs.close()
        self._control = ours
        self.generation += 1

    def level(self) -> str:
        return str(self._wait()["level"])

    def detail(self) -> dict[str, str]:
        return {str(key): str(value) for key, value in self._wait()["detail"].items()}

    def _wait(self) -> dict[str, Any]:
        """What the warm process said when it was ready."""
        self.start()
        if self._ready is None:
            ready = self._receive(self._limits.start)
            if ready is None:
                self.close()
                raise GraderFault("the process that runs student code did not start", "run grader doctor")
            if "refused" in ready:
                self.close()
                raise GraderFault(f"isolation level {self._isolation} cannot be had: {ready['refused']}")
            self._ready = ready
        return self._ready

    def process(self) -> WarmFork:
        """A fork. When the warm process was killed, by student code or from outside, a new one is started."""
        for _ in range(3):
            self._wait()
            ours, theirs = socket.socketpair()
            with theirs:
                answer = self._request({"do": "fork"}, theirs)
            if answer is not None and "pid" in answer:
                pid = int(answer["pid"])
                return WarmFork(self, pid, self.generation, Connection(SocketStream(ours, pid)))
            ours.close()
            self.close()
        raise GraderFault("the process that runs student code cannot fork", "too many processes or too little memory?")

    def end(self, pid: int, generation: int, patience: float) -> str:
        """Kill a fork and all it started, through its parent; without an answer the parent itself is killed."""
        if generation != self.generation or self._control is None:
            return "lost"
        answer = self._request({"do": "end", "pid": pid, "patience": patience})
        if answer is None or "how" not in answer:
            self.close()
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
            return "lost"
        return str(answer["how"])

    def _request(self, request: dict[str, object], end: socket.socket | None = None) -> dict[str, Any] | None:
        control = self._control
        if control is None:
            return None
        try:
            socket.send_fds(control, [json.dumps(request).encode()], [end.fileno()] if end is not None else [])
        except OSError:
            return None
        return self._receive(ANSWER_SECONDS)

    def _receive(self, seconds: float) -> dict[str, Any] | None:
        """One answer; None when it does not come or is none. Student code at weak levels may have killed the sender."""
        assert self._control is not None
        self._control.settimeout(seconds)
        try:
            answer = json.loads(self._control.recv(MESSAGE_BYTES))
        except (OSError, ValueError, RecursionError):
            return None
        return answer if isinstance(answer, dict) else None

    def close(self) -> None:
        """The end of the control socket makes the warm process kill its forks and exit; then it is made sure of."""
        process, control = self._process, self._control
        self._process, self._control, self._ready = None, None, None
        if control is not None:
            control.close()
        if process is not None:
            _finish(process)


def _finish(process: Popen) -> None:
    try:
        process.wait(6.0)  # it may have much to remove
    except subprocess.TimeoutExpired:
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()


class WarmFork:
    """One fork of the warm process."""

    def __init__(self, source: WarmSource, pid: int, generation: int, connection: Connection) -> None:
        self._source = source
        self.pid = pid
        self._generation = generation
        self.connection = connection

    def end(self, patience: float) -> str:
        how = self._source.end(self.pid, self._generation, patience)
        self.connection.stream.close()
        return how

"""The parent's end of a contestant: everything it reads is bounded in size and in time."""

from __future__ import annotations

import contextlib
import os
import queue
import select
import socket
import threading
import time
from typing import Protocol

from grader.contestant.frames import Frame, pack, unpack_header
from grader.contestant.launch import Popen
from grader.contestant.messages import FROM_CONTESTANT, HEADER, TO_CONTESTANT
from grader.contestant.wire import Malformed, loads

CHUNK = 1 << 16


class Late(Exception):
    """The deadline passed."""


class Gone(Exception):
    """The other end is closed or dead."""


class Stream(Protocol):
    """Bytes to and from a contestant. `deadline` is a value of time.monotonic(); raises Late and Gone."""

    def send(self, data: bytes, deadline: float) -> None: ...

    def receive(self, deadline: float) -> bytes:
        """At least one byte, at most CHUNK."""
        ...

    def close(self) -> None: ...


class SocketStream:
    """A contestant forked by the warm process. Its death is seen by a pidfd even when a child keeps the socket open."""

    def __init__(self, end: socket.socket, pid: int) -> None:
        end.setblocking(False)
        self._socket = end
        self._pidfd = -1
        if hasattr(os, "pidfd_open"):
            with contextlib.suppress(OSError):
                self._pidfd = os.pidfd_open(pid)

    def send(self, data: bytes, deadline: float) -> None:
        view = memoryview(data)
        while view:
            try:
                view = view[self._socket.send(view) :]
            except BlockingIOError:
                self._wait(select.POLLOUT, deadline)
            except OSError:
                raise Gone from None

    def receive(self, deadline: float) -> bytes:
        while True:
            try:
                data = self._socket.recv(CHUNK)
            except BlockingIOError:
                self._wait(select.POLLIN, deadline)
                continue
            except OSError:
                raise Gone from None
            if not data:
                raise Gone
            return data

    def _wait(self, event: int, deadline: float) -> None:
        left = deadline - time.monotonic()
        if left <= 0:
            raise Late
        poll = select.poll()
        poll.register(self._socket, event)
        if self._pidfd >= 0:
            poll.register(self._pidfd, select.POLLIN)
        ready = [descriptor for descriptor, _ in poll.poll(left * 1000)]
        if not ready:
            raise Late
        if ready == [self._pidfd]:
            raise Gone

    def close(self) -> None:
        self._socket.close()
        if self._pidfd >= 0:
            os.close(self._pidfd)
            self._pidfd = -1


class PipeStream:
    """A fresh interpreter, over its stdin and stdout: threads do what select cannot do on pipes everywhere."""

    def __init__(self, process: Popen) -> None:
        self._process = process
        self._incoming: queue.Queue[bytes] = queue.Queue(maxsize=16)
        self._outgoing: queue.Queue[bytes | None] = queue.Queue()
        self._closed = threading.Event()
        for work in (self._pump_in, self._pump_out):
            threading.Thread(target=work, daemon=True).start()

    def _pump_in(self) -> None:
        stdout = self._process.stdout
        assert stdout is not None
        data = b"-"
        while data and not self._closed.is_set():
            try:
                data = os.read(stdout.fileno(), CHUNK)
            except (OSError, ValueError):
                data = b""
            while not self._closed.is_set():
                with contextlib.suppress(queue.Full):
                    self._incoming.put(data, timeout=0.2)
                    break

    def _pump_out(self) -> None:
        stdin = self._process.stdin
        assert stdin is not None
        while (data := self._outgoing.get()) is not None:
            with contextlib.suppress(OSError, ValueError):
                stdin.write(data)
                stdin.flush()
        with contextlib.suppress(OSError, ValueError):
            stdin.close()

    def send(self, data: bytes, deadline: float) -> None:  # noqa: ARG002 - the thread waits, not the caller
        self._outgoing.put(data)

    def receive(self, deadline: float) -> bytes:
        try:
            data = self._incoming.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            raise Late from None
        if not data:
            raise Gone
        return data

    def close(self) -> None:
        """To be called when the process is dead: its pipes end then, and with them the threads."""
        self._closed.set()
        self._outgoing.put(None)


class Connection:
    """Frames to and from one contestant. `budget` is how many bytes may still come."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self._rest = bytearray()

    def send(self, frame: Frame, deadline: float) -> None:
        self.stream.send(pack(frame, TO_CONTESTANT), deadline)

    def receive(self, budget: int, deadline: float) -> tuple[Frame, int]:
        """The next frame of at most `budget` bytes and what is left of it. Raises Late, Gone, Malformed."""
        ask, index, size = unpack_header(self._exactly(HEADER.size, deadline), budget)
        body = self._exactly(size, deadline)
        try:
            message = loads(FROM_CONTESTANT, body)
        except RecursionError:
            raise Malformed("nested too deeply") from None
        return Frame(ask, index, message), budget - size

    def _exactly(self, count: int, deadline: float) -> bytes:
        while len(self._rest) < count:
            if time.monotonic() > deadline:
                raise Late
            self._rest += self.stream.receive(deadline)
        piece = bytes(self._rest[:count])
        del self._rest[:count]
        return piece

"""Workers on this machine: one process each, kept warm, replaced when it dies."""

from __future__ import annotations

import os
import selectors
import socket
import subprocess
import sys
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO

from grader.batch import frames
from grader.batch.executor import TRIES
from grader.batch.job import Finished, Hello, Job, Setup, job_data, read_hello
from grader.errors import GraderError, GraderFault

_STARTS = 3
_SLACK = 120.0
_ASKS = 4  # a function is asked at most so often: as it is, with its predecessors mended, for its diagnosis


class _Worker:
    """A worker process and what it is doing."""

    def __init__(self, setup: Setup, log: IO[bytes]) -> None:
        self.channel, theirs = socket.socketpair()
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": ""}
        package = str(Path(__file__).resolve().parents[2])
        environment["PYTHONPATH"] = os.pathsep.join(p for p in (package, os.environ.get("PYTHONPATH", "")) if p)
        with theirs:
            # A session of its own: Ctrl-C is the coordinator's, which then ends its workers in order.
            self.process = subprocess.Popen(
                [sys.executable, "-m", "grader.batch.worker", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment,
                start_new_session=True,
            )
        self.hello: Hello | None = None
        self.job: Job | None = None
        self.deadline = float("inf")
        with suppress(OSError):
            frames.send(self.channel, asdict(setup))

    def give(self, job: Job, seconds: float) -> None:
        self.job = job
        self.deadline = time.monotonic() + seconds
        with suppress(OSError):  # a dead worker is noticed by the end of its channel
            frames.send(self.channel, job_data(job))

    def end(self) -> None:
        self.channel.close()
        if self.hello is None:  # in the middle of importing torch it would not notice
            self.process.kill()
        try:
            self.process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class LocalPool:
    """An Executor of `jobs` processes. `log` is the file that takes what workers write to their standard error."""

    def __init__(self, setup: Setup, jobs: int, log: Path) -> None:
        if os.name == "nt":
            raise GraderError("a class is graded on Linux or macOS", "on Windows: run it in WSL")
        self._setup = setup
        self._log = log
        self._stream = log.open("ab")
        self._selector = selectors.DefaultSelector()
        self._count = max(1, jobs)
        self._workers: list[_Worker] = []
        self._failed_starts = 0

    def hello(self) -> Hello:
        while len(self._workers) < self._count:
            self._start()
        while True:
            for worker in self._workers:
                if worker.hello:
                    return worker.hello
            for worker in self._ready(None):
                self._greeting(worker)

    def run(self, jobs: Iterator[Job]) -> Iterator[Finished]:
        self.hello()
        deaths: Counter[int] = Counter()
        again: deque[Job] = deque()
        upcoming = next(jobs, None)
        while True:
            for worker in self._workers:
                if worker.hello and worker.job is None:
                    job = again.popleft() if again else upcoming
                    if job is None:
                        break
                    worker.give(job, self._patience())
                    if job is upcoming:
                        upcoming = next(jobs, None)
            if upcoming is None and not again and all(w.job is None for w in self._workers):
                return
            for worker in self._ready(1.0):
                if worker.hello is None:
                    self._greeting(worker)
                    continue
                message = frames.receive(worker.channel)
                job, worker.job = worker.job, None
                if message is not None and job is not None:
                    yield Finished(**message["finished"])
                    continue
                died = self._replace(worker)
                if job is not None:
                    deaths[job.number] += 1
                    if deaths[job.number] < TRIES:
                        again.append(job)
                    else:
                        yield Finished(job.number, fault=f"its worker died {TRIES} times ({died})")
            self._kill_overdue()

    def close(self) -> None:
        for worker in self._workers:
            worker.channel.close()
        for worker in self._workers:
            worker.end()
        self._workers.clear()
        self._selector.close()
        self._stream.close()

    def _start(self) -> None:
        worker = _Worker(self._setup, self._stream)
        self._workers.append(worker)
        self._selector.register(worker.channel, selectors.EVENT_READ, worker)

    def _ready(self, timeout: float | None) -> list[_Worker]:
        return [key.data for key, _ in self._selector.select(timeout)]

    def _greeting(self, worker: _Worker) -> None:
        """The first message. A worker that cannot start is tried again; what it says it cannot do is final."""
        message = frames.receive(worker.channel)
        if message and "hello" in message:
            worker.hello = read_hello(message["hello"])
            self._failed_starts = 0
            return
        if message and "failed" in message:
            raise GraderError(message["failed"], message["hint"])
        self._failed_starts += 1
        died = self._replace(worker)
        if self._failed_starts >= _STARTS:
            tail = self._log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
            raise GraderFault(f"workers do not start ({died}): {' '.join(tail)}", f"their messages are in {self._log}")

    def _replace(self, worker: _Worker) -> str:
        """Ends a worker and starts another in its place; how it died."""
        self._selector.unregister(worker.channel)
        self._workers.remove(worker)
        worker.end()
        self._start()
        code = worker.process.returncode
        return f"signal {-code}" if code < 0 else f"exit {code}"

    def _patience(self) -> float:
        """Seconds for one submission, when every function uses up its time; beyond that the worker itself hangs."""
        known = next(w.hello for w in self._workers if w.hello)
        return _SLACK + len(known.exercises) * self._setup.wall * _ASKS

    def _kill_overdue(self) -> None:
        now = time.monotonic()
        for worker in self._workers:
            if worker.job is not None and now > worker.deadline:
                worker.process.kill()

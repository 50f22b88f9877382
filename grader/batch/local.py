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
from grader.batch.processors import processors
from grader.errors import GraderError, GraderFault

_STARTS = 3
_START_SECONDS = 2.5
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
        self.began = 0.0
        self.done = 0
        self.deadline = float("inf")
        with suppress(OSError):
            frames.send(self.channel, asdict(setup))

    def give(self, job: Job, seconds: float) -> None:
        self.job = job
        self.began = time.monotonic()
        self.deadline = self.began + seconds
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


class _Waiting:
    """Jobs that nobody works at. Those whose worker died come first."""

    def __init__(self, jobs: Iterator[Job]) -> None:
        self._jobs = jobs
        self._again: deque[Job] = deque()
        self._next = next(jobs, None)

    def __bool__(self) -> bool:
        return bool(self._again) or self._next is not None

    def take(self) -> Job:
        if self._again:
            return self._again.popleft()
        job, self._next = self._next, next(self._jobs, None)
        assert job is not None
        return job

    def once_more(self, job: Job) -> None:
        self._again.append(job)


class LocalPool:
    """An Executor of up to `jobs` processes. `log` is the file that takes what workers write to their standard error.

    To start a worker keeps two processors busy for seconds. So half as many as there are processors start at once, the
    others when what is left of the `expected` submissions is worth it; where that is not known, with the first job.
    """

    def __init__(self, setup: Setup, jobs: int, log: Path, expected: int | None = None) -> None:
        if os.name == "nt":
            raise GraderError("a class is graded on Linux or macOS", "on Windows: run it in WSL")
        self._setup = setup
        self._log = log
        self._stream = log.open("ab")
        self._selector = selectors.DefaultSelector()
        self._count = max(1, jobs)
        self._expected = expected
        self._done = 0
        self._workers: list[_Worker] = []
        self._failed_starts = 0

    def hello(self) -> Hello:
        self._fill(self._count if self._expected is None else max(1, processors() // 2))
        while True:
            for worker in self._workers:
                if worker.hello:
                    return worker.hello
            for worker in self._ready(None):
                self._greeting(worker)

    def run(self, jobs: Iterator[Job]) -> Iterator[Finished]:
        self.hello()
        deaths: Counter[int] = Counter()
        waiting = _Waiting(jobs)
        while True:
            for worker in self._workers:
                if waiting and worker.hello and worker.job is None:
                    worker.give(waiting.take(), self._patience())
            if not waiting and all(w.job is None for w in self._workers):
                return
            for worker in self._ready(1.0):
                if worker.hello is None:
                    self._greeting(worker)
                    continue
                message = frames.receive(worker.channel)
                job, worker.job = worker.job, None
                if message is not None and job is not None:
                    self._reinforce(worker)
                    yield Finished(**message["finished"])
                    continue
                died = self._replace(worker)
                if job is not None:
                    deaths[job.number] += 1
                    if deaths[job.number] < TRIES:
                        waiting.once_more(job)
                    else:
                        yield Finished(job.number, fault=f"its worker died {TRIES} times ({died})")
            self._kill_overdue()

    def _reinforce(self, worker: _Worker) -> None:
        """Starts the other workers once it is worth it, going by what `worker` took. Its first job is no measure: that
        is when it computes the right answers."""
        self._done += 1
        worker.done += 1
        if self._expected is None or worker.done < 2:
            return
        left = (self._expected - self._done) * (time.monotonic() - worker.began) / len(self._workers)
        if left > _START_SECONDS:
            self._fill(self._count)

    def _fill(self, count: int) -> None:
        while len(self._workers) < min(count, self._count):
            self._start()

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

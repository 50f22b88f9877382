"""Past one machine: the same batch on Dask distributed. Submissions go out, results come back; we write the store."""

from __future__ import annotations

import logging
import signal
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from grader.batch.executor import TRIES
from grader.batch.job import Finished, Hello, Job, Setup, job_data, read_hello
from grader.batch.remote import remote_grade, remote_hello
from grader.errors import GraderError

# Enough that Dask's millisecond per task is nothing, few enough that a lost worker costs little.
CHUNK = 20
AHEAD = 2
_CONNECT = 30


class ClusterPool:
    """An Executor on the scheduler at `address`, or on `jobs` local Dask workers when it is "local".

    A task whose Dask worker dies is run again elsewhere by Dask; when TRIES of them died, its submissions are sent one
    by one, and those that still fail once more at the end, each with nothing beside it: the one that still kills is a
    fault. A result is yielded once whatever was run twice.
    """

    def __init__(self, setup: Setup, jobs: int, address: str, log: Path) -> None:
        try:
            # As Any: Dask's own annotations are partial.
            distributed: Any = import_module("distributed")
            dask: Any = import_module("dask")
        except ImportError as error:
            raise GraderError("--cluster needs Dask", "pip install 'ptzta-grader[cluster]'") from error
        self._as_completed = distributed.as_completed
        self._setup = asdict(setup)
        self._log = log
        dask.config.set({"distributed.scheduler.allowed-failures": TRIES - 1})
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        self._cluster: Any = None
        if address == "local":
            with _deaf():
                self._cluster = distributed.LocalCluster(
                    n_workers=jobs, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL
                )
            address = self._cluster.scheduler_address
        try:
            self._client = distributed.Client(address, timeout=_CONNECT)
        except (OSError, ValueError) as error:
            raise GraderError(
                f"{address}: no Dask scheduler answers ({error})", "start one with: dask scheduler"
            ) from error

    def hello(self) -> Hello:
        """Every worker present must be the same grader, torch and course: their results stand side by side."""
        self._client.wait_for_workers(1, timeout=_CONNECT)
        workers = list(self._client.scheduler_info(n_workers=-1)["workers"])
        asked = [self._client.submit(remote_hello, self._setup, workers=[w], pure=False) for w in workers]
        found = self._client.gather(asked)
        same = [{k: v for k, v in hello.items() if k != "isolation_detail"} for hello in found]
        for other in same[1:]:
            different = [k for k in other if other[k] != same[0][k]]
            if different:
                raise GraderError(
                    f"the cluster's workers differ in {', '.join(different)}",
                    "install the same environment on all of them",
                )
        return read_hello(found[0])

    def run(self, jobs: Iterator[Job]) -> Iterator[Finished]:
        stream = self._as_completed()
        out: dict[Any, list[Job]] = {}
        singles: deque[Job] = deque()
        suspects: deque[Job] = deque()
        while True:
            while len(out) < AHEAD * max(1, len(self._client.ncores())):
                chunk = [singles.popleft()] if singles else _chunk(jobs)
                if not chunk:
                    break
                out[self._sent(chunk, stream)] = chunk
            on_trial = not out and bool(suspects)
            if on_trial:
                chunk = [suspects.popleft()]
                out[self._sent(chunk, stream)] = chunk
            if not out:
                return
            future = next(stream)
            chunk = out.pop(future)
            if future.status == "finished":
                yield from (Finished(**data) for data in future.result())
            elif on_trial:
                yield Finished(chunk[0].number, fault=_reason(future))
            elif len(chunk) > 1:
                singles.extend(chunk)
            else:
                # Dask suspects whatever was waiting at a worker that died: only what kills with nothing beside it did.
                suspects.append(chunk[0])
            future.release()

    def _sent(self, chunk: list[Job], stream: Any) -> Any:
        future = self._client.submit(remote_grade, self._setup, [job_data(job) for job in chunk], pure=False)
        stream.add(future)
        return future

    def close(self) -> None:
        self._client.close(timeout=5)
        if self._cluster is not None:
            self._cluster.close(timeout=10)


@contextmanager
def _deaf() -> Iterator[None]:
    """What is started in here does not hear Ctrl-C: it is the coordinator's, which ends its workers in order."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _chunk(jobs: Iterator[Job]) -> list[Job]:
    return list(islice(jobs, CHUNK))


def _reason(future: Any) -> str:
    error = future.exception()
    if type(error).__name__ == "KilledWorker":
        return f"it killed {TRIES} workers of the cluster"
    return f"{type(error).__name__}: {error}"

"""What runs inside a Dask worker: tasks that talk to a grading process of their own.

A Dask worker runs tasks in threads, and a process with threads must not fork contestants. So each Dask worker process
keeps one LocalPool of one worker, which lives as long as it does; student code is two processes away from Dask.
"""

from __future__ import annotations

import atexit
import os
import tempfile
import threading
from pathlib import Path
from typing import Any

from grader.batch.job import hello_data, read_job, read_setup
from grader.batch.local import LocalPool

_LOCK = threading.Lock()
_POOLS: dict[str, LocalPool] = {}


def remote_hello(setup: dict[str, Any]) -> dict[str, Any]:
    """What this machine's grading process says first."""
    with _LOCK:
        return hello_data(_pool(setup).hello())


def remote_grade(setup: dict[str, Any], jobs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Grades jobs one after the other. One that kills the grading process is tried again in here."""
    with _LOCK:
        return [vars(finished) for finished in _pool(setup).run(iter([read_job(job) for job in jobs]))]


def _pool(setup: dict[str, Any]) -> LocalPool:
    key = repr(sorted(setup.items()))
    if key not in _POOLS:
        for old in _POOLS.values():
            old.close()
        _POOLS.clear()
        if setup["epoch"]:
            os.environ["SOURCE_DATE_EPOCH"] = setup["epoch"]
        folder = Path(tempfile.mkdtemp(prefix="grader-"))
        _POOLS[key] = LocalPool(read_setup(setup), 1, folder / "workers.log")
        atexit.register(_POOLS[key].close)
    return _POOLS[key]

"""The process behind a worker: `python -m grader.batch.worker FD`. Reads jobs from a socket, answers with results."""

from __future__ import annotations

import os
import queue
import signal
import socket
import sys
import threading
from dataclasses import asdict
from typing import Any

from grader.batch import frames
from grader.batch.job import read_job, read_setup
from grader.errors import GraderError
from grader.leaving import leave

Inbox = queue.SimpleQueue[dict[str, Any]]


def main(descriptor: int) -> int:
    """Serves until the coordinator closes the socket, however it ends. Returns the exit code."""
    channel = socket.socket(fileno=descriptor)
    os.set_inheritable(descriptor, False)
    signal.signal(signal.SIGTERM, _leave)
    inbox: Inbox = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(channel, inbox), daemon=True).start()
    try:
        setup = read_setup(inbox.get())
        from grader.batch.bench import Bench

        with Bench(setup) as bench:
            frames.send(channel, {"hello": asdict(bench.hello)})
            while True:
                frames.send(channel, {"finished": asdict(bench.grade(read_job(inbox.get())))})
    except GraderError as error:
        frames.send(channel, {"failed": error.message, "hint": error.hint})
        return error.exit_code
    except OSError:
        return 1  # the coordinator is gone
    except SystemExit:  # it has closed the socket
        return 0


def _listen(channel: socket.socket, inbox: Inbox) -> None:
    """Reads in a thread of its own, so that the end of the coordinator is noticed in the middle of a job too."""
    while True:
        message = frames.receive(channel)
        if message is None:
            os.kill(os.getpid(), signal.SIGTERM)
            return
        inbox.put(message)


def _leave(_number: int, _frame: object) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    leave(main(int(sys.argv[1])))

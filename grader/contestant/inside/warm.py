"""The warm process: imports torch once, then forks a contestant whenever the judge asks, and ends its whole tree.

It never sees a submission: the judge talks to each fork over a socket of that fork's own.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import socket
import time
from collections.abc import Callable
from typing import Any

from grader.contestant.inside import memory
from grader.contestant.inside.isolation import Level, Refused, choose
from grader.contestant.inside.scratch import Scratch
from grader.contestant.inside.system import become_subreaper, children, keep_only
from grader.contestant.limits import Limits

SWEEP_SECONDS = 5.0
A_CLASS = 4  # after so many contestants more are to be expected


def main(config: dict[str, Any]) -> None:
    """Serve until the judge closes the control socket."""
    control = socket.socket(fileno=config["control"])
    become_subreaper()
    scratch = Scratch()
    try:
        warm_up()
        with contextlib.closing(choose(config["isolation"], Limits(**config["limits"]))) as level:
            gc.collect()
            gc.freeze()
            control.send(json.dumps({"level": level.name, "detail": level.detail}).encode())
            Nursery(control, level, scratch).run()
    except Refused as refused:
        control.send(json.dumps({"refused": str(refused)}).encode())
    except OSError:  # the judge is gone: so are we, after tidying up
        pass
    finally:
        scratch.close()
        os._exit(0)


def warm_up() -> None:
    """Import what a contestant needs, and run one small forward and backward, on one thread before any pool exists."""
    import torch

    torch.set_num_threads(1)
    from grader.contestant.inside import serve  # noqa: F401
    from grader.contestant.inside.rehearsal import rehearse

    rehearse()
    weight = torch.ones(3, 2, requires_grad=True)
    torch.softmax(torch.ones(4, 3) @ weight + 1.0, dim=1).log().sum().backward()  # type: ignore[no-untyped-call]
    torch.manual_seed(0)


class Nursery:
    """The contestants that are alive."""

    def __init__(self, control: socket.socket, level: Level, scratch: Scratch) -> None:
        self._control = control
        self._level = level
        self._scratch = scratch
        self._count = 0
        self._alive: dict[int, str] = {}
        self._settled = False

    def run(self) -> None:
        while True:
            data, descriptors, _, _ = socket.recv_fds(self._control, 1 << 16, 1)
            if not data:
                break
            request = json.loads(data)
            if request["do"] == "fork":
                answer: dict[str, object] = self._fork(descriptors[0])
                os.close(descriptors[0])
            else:
                answer = {"how": self._end(int(request["pid"]), float(request["patience"]))}
            self._control.send(json.dumps(answer).encode())
            self._settle()
        for pid in list(self._alive):
            self._end(pid, 0.0)

    def _settle(self) -> None:
        """Between two contestants, once there are many."""
        if self._count >= A_CLASS and not self._alive and not self._settled:
            self._settled = True
            memory.settle()

    def _fork(self, end: int) -> dict[str, object]:
        self._count += 1
        folder = self._scratch.add(str(self._count))

        def contestant() -> None:
            become_contestant(end, lambda: self._level.enter(folder, self._count))

        try:
            pid = self._level.fork(contestant)
        except OSError as error:
            self._scratch.drop(folder)
            return {"error": str(error)}
        self._alive[pid] = folder
        return {"pid": pid}

    def _end(self, pid: int, patience: float) -> str:
        folder = self._alive.pop(pid, None)
        if folder is None:
            return "unknown"
        how = end_process(pid, patience)
        self._sweep()
        self._scratch.drop(folder)
        return how

    def _sweep(self) -> None:
        """Kill what contestants left behind: a child of ours that we did not fork is a daemon that lost its parent."""
        deadline = time.monotonic() + SWEEP_SECONDS
        while orphans := [pid for pid in children() if pid not in self._alive]:
            for pid in orphans:
                with contextlib.suppress(OSError):
                    os.kill(pid, signal.SIGKILL)
            for pid in orphans:
                with contextlib.suppress(OSError):
                    os.waitpid(pid, 0)
            if time.monotonic() > deadline:
                break


def end_process(pid: int, patience: float) -> str:
    """Kill and reap one child; how it had ended by itself within `patience` seconds, or "killed"."""
    deadline = time.monotonic() + patience
    with contextlib.suppress(ChildProcessError):
        while (waited := os.waitpid(pid, os.WNOHANG))[0] == 0:
            if time.monotonic() >= deadline:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
                return "killed"
            time.sleep(0.001)
        code = os.waitstatus_to_exitcode(waited[1])
        return f"exit {code}" if code >= 0 else f"signal {-code}"
    return "unknown"


def become_contestant(end: int, lock: Callable[[], None]) -> None:
    """In the fork: keep nothing but the socket `end`, lock the doors, serve. Never returns."""
    from grader.contestant.frames import Link
    from grader.contestant.inside.serve import serve

    try:
        lock()
        kept = keep_only(end)
        serve(Link(kept, kept))
    finally:
        os._exit(70)

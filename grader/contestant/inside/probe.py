"""Tries, in a contestant of the chosen level, what that level promises to deny, and what must still work.

A denial counts only when the attempt was made and failed as expected; a control that fails refuses the level.
"""

from __future__ import annotations

import ctypes
import json
import mmap
import os
import select
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from grader.contestant.inside.system import keep_only
from grader.contestant.limits import Limits

SECONDS = 20.0
DEPTH = {"nothing": 1, "bounds": 2, "denials": 3}
Group = dict[str, Callable[[], object]]


class Forker(Protocol):
    def fork(self, child: Callable[[], None]) -> int: ...

    def enter(self, folder: str, number: int) -> None: ...


class Denied(Exception):
    """Raised by a check that was refused in another way than by an OSError."""


class Checks:
    """The attempts, by the names under which they are recorded. `grader` is a file of ours, `canary` a readable one."""

    def __init__(self, limits: Limits, canary: Path, grader: Path, warm: int) -> None:
        self._limits = limits
        self._canary = canary
        self._grader = grader
        self._warm = warm
        self.controls: Group = {
            "computes": _compute,
            "imports": _import,
            "scratch": lambda: Path("control").write_text("x"),
        }
        self.bounds: Group = {"memory": self._memory, "open files": self._files}
        self.denials: Group = {
            "read a file outside": self._canary.read_bytes,
            "read the grader": self._grader.read_bytes,
            "write outside": lambda: Path(f"{self._canary.parent}/written").write_text("x"),
            "network": _network,
            "run a program": lambda: os.execv("/bin/true", ["true"]),  # noqa: S606
            "signal the grader": lambda: os.kill(self._warm, 0),
            "read the grader's environment": lambda: Path(f"/proc/{self._warm}/environ").read_bytes(),
            "read the grader's memory": lambda: os.close(os.open(f"/proc/{self._warm}/mem", os.O_RDONLY)),
            "become root": _become_root,
        }

    def _memory(self) -> None:
        mmap.mmap(-1, self._limits.memory).close()

    def _files(self) -> None:
        held: list[int] = []
        try:
            held.extend(os.dup(0) for _ in range(self._limits.files + 1))
        finally:
            for descriptor in held:
                os.close(descriptor)


def _compute() -> None:
    import torch

    x = torch.ones(3, requires_grad=True)
    (x @ x).backward()  # type: ignore[no-untyped-call]
    if x.grad is None or x.grad.tolist() != [2.0, 2.0, 2.0]:
        raise AssertionError("torch computes something else")


def _import() -> None:
    import colorsys  # noqa: F401 - a part of the standard library that nothing has imported yet

    import torch

    if not os.listdir(os.path.dirname(torch.__file__)):  # noqa: PTH120, PTH208
        raise AssertionError("torch's folder is empty")


def _network() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.connect(("192.0.2.1", 9))  # TEST-NET: connecting UDP sends nothing, it needs a route


def _become_root() -> None:
    os.setuid(0)
    if os.geteuid() == 0 and not _capable():
        raise Denied("root without capabilities")


def _capable() -> bool:
    return bool(ctypes.CDLL(None).chroot(b"/") == 0)


def attempt(action: Callable[[], object]) -> str:
    """What came of it: "done", or the name of the error."""
    try:
        action()
    except (OSError, MemoryError, Denied) as error:
        return f"denied ({type(error).__name__})"
    except Exception as error:  # noqa: BLE001 - a check that breaks must be seen as broken
        return f"broken ({type(error).__name__}: {error})"
    return "done"


def probe(level: Forker, limits: Limits, promised: str) -> tuple[dict[str, str], str]:
    """What each attempt came to, and why the level does not hold ("" if it does).

    `promised` is "nothing" (controls only), "bounds" or "denials" (those and the bounds).
    """
    outside = Path(tempfile.mkdtemp(prefix="grader-canary-"))
    outside.chmod(0o777)
    canary = outside / "canary"
    canary.write_text("canary")
    canary.chmod(0o644)
    checks = Checks(limits, canary, Path(__file__), os.getpid())
    groups = (checks.controls, checks.bounds, checks.denials)[: DEPTH[promised]]
    try:
        seen = _in_fork(level, groups)
    finally:
        shutil.rmtree(outside, ignore_errors=True)
    expected = {name: "done" if group is checks.controls else "denied" for group in groups for name in group}
    failed = [f"{name}: {seen.get(name, 'no report')}" for name in expected if not _as_expected(seen, name, expected)]
    return {name: seen.get(name, "no report") for name in expected}, "; ".join(failed)


def _as_expected(seen: dict[str, str], name: str, expected: dict[str, str]) -> bool:
    return seen.get(name, "no report").startswith(expected[name])


def _in_fork(level: Forker, groups: Sequence[Group]) -> dict[str, str]:
    folder = tempfile.mkdtemp(prefix="grader-probe-")
    reading, writing = os.pipe()

    def child() -> None:
        report: dict[str, str] = {}
        kept = writing
        try:
            level.enter(folder, 0)
            kept = keep_only(writing)
            for group in groups:
                report |= {name: attempt(action) for name, action in group.items()}
        except BaseException as error:  # noqa: BLE001 - reported, then the process ends
            report["lock"] = f"{type(error).__name__}: {error}"
        os.write(kept, json.dumps(report).encode())
        os._exit(0)

    pid = level.fork(child)
    os.close(writing)
    try:
        return _read(reading)
    finally:
        os.close(reading)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        shutil.rmtree(folder, ignore_errors=True)


def _read(reading: int) -> dict[str, str]:
    data = b""
    deadline = time.monotonic() + SECONDS
    ready = select.poll()  # the rules of landlock hold a descriptor per installed package, and select ends at 1024
    ready.register(reading, select.POLLIN)
    while (left := deadline - time.monotonic()) > 0 and ready.poll(left * 1000):
        piece = os.read(reading, 1 << 16)
        if not piece:
            break
        data += piece
    try:
        found: dict[str, str] = json.loads(data)
    except ValueError:
        return {}
    return found

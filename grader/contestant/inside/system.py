"""The few system calls that Python has no function for, through libc, and resource limits."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
from pathlib import Path
from typing import Any

from grader.contestant.limits import Limits

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38

_libc = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None


def syscall(number: int, *arguments: object) -> int:
    """A raw system call. Raises OSError."""
    assert _libc is not None
    result: int = _libc.syscall(ctypes.c_long(number), *arguments)
    return _checked(result)


def prctl(option: int, *arguments: int) -> None:
    """Raises OSError."""
    assert _libc is not None
    padded = [ctypes.c_ulong(a) for a in (*arguments, 0, 0, 0, 0)[:4]]
    _checked(_libc.prctl(option, *padded))


def call(name: str, *arguments: object) -> int:
    """A function of libc that returns -1 on failure. Raises OSError."""
    return _checked(libc_function(name)(*arguments))


def libc_function(name: str) -> Any:
    """A function of libc itself. Raises AttributeError when it has none of that name."""
    return getattr(_libc, name)


def _checked(result: int) -> int:
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def keep_only(descriptor: int) -> int:
    """Close everything but the standard streams and `descriptor`, which gets the number 3."""
    if descriptor != 3:
        os.dup2(descriptor, 3)
    os.closerange(4, 1 << 16)
    return 3


def die_with_parent(parent: int) -> None:
    """Be killed when the parent ends; at once if it already has."""
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def become_subreaper() -> None:
    """Descendants whose own parent ends become our children, so that none can hide."""
    prctl(PR_SET_CHILD_SUBREAPER, 1)


def children() -> list[int]:
    """The process ids of our children, living or not yet reaped."""
    found: list[int] = []
    try:
        for task in Path("/proc/self/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    except OSError:
        return _children_by_stat()
    return found


def _children_by_stat() -> list[int]:
    mine = os.getpid()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == mine:
                found.append(int(folder.name))
    return found


def open_many_files() -> None:
    """Let this process have as many files open at once as it may; most systems begin with 1,024."""
    import resource

    with contextlib.suppress(ValueError, OSError):
        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def set_limits(limits: Limits) -> None:
    """Resource limits of this process and all it starts; they cannot be raised again without root."""
    import resource

    wanted = {
        "RLIMIT_CORE": 0,
        "RLIMIT_CPU": limits.cpu,
        "RLIMIT_FSIZE": limits.file_size,
        "RLIMIT_NOFILE": limits.files,
        "RLIMIT_NPROC": limits.processes,
        "RLIMIT_AS": limits.memory,
    }
    for name, value in wanted.items():
        with contextlib.suppress(ValueError, OSError, AttributeError):  # macOS refuses some
            kind = getattr(resource, name)
            hard = resource.getrlimit(kind)[1]
            ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(kind, (ceiling, ceiling))

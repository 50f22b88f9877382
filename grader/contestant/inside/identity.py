"""A user id of its own for each contestant, when the warm process is root."""

from __future__ import annotations

import os
import struct
from pathlib import Path

from grader.contestant.inside.system import call, prctl

FIRST, COUNT = 61184, 4336  # a range that distributions leave to dynamic users
PR_SET_KEEPCAPS = 8
CAP_DAC_READ_SEARCH = 2
CAPABILITY_VERSION = 0x20080522


def user_for(host: int, number: int) -> int:
    """The user id of the `number`-th contestant of the process `host`; two hosts rarely meet."""
    return FIRST + (host * 131 + number) % COUNT


def drop(user: int, keep_reading: bool) -> None:
    """Become `user` without any capability. `keep_reading`: except to read what file modes deny to it, because Python
    may live under a private home; landlock then is the list of what can be read."""
    if keep_reading:
        prctl(PR_SET_KEEPCAPS, 1)
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    if keep_reading:
        header = struct.pack("Ii", CAPABILITY_VERSION, 0)
        bit = 1 << CAP_DAC_READ_SEARCH
        call("capset", header, struct.pack("6I", bit, bit, 0, 0, 0, 0))
        prctl(PR_SET_KEEPCAPS, 0)


def everyone_can_read(folders: tuple[Path, ...]) -> bool:
    """Whether every folder can be reached and listed by any user."""
    return all((path.stat().st_mode & 0o5) == 0o5 for folder in folders for path in (folder, *folder.parents))


def is_root() -> bool:
    return os.geteuid() == 0

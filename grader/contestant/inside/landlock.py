"""Landlock by its three system calls: of the disk, only what is listed; no TCP; no signals to others."""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path

from grader.contestant.inside.system import PR_SET_NO_NEW_PRIVS, prctl, syscall

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
READ_FILE, READ_DIR, WRITE_FILE, TRUNCATE, EXECUTE = 1 << 2, 1 << 3, 1 << 1, 1 << 14, 1 << 0
ON_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | 1 << 15
RIGHTS_BY_ABI = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1, 5: (1 << 16) - 1}
BOTH_TCP = 0b11
KEEPS_SIGNALS = 6
BOTH_SCOPES = 0b11
READ = READ_FILE | READ_DIR


def abi() -> int:
    """The version of landlock of this kernel, 0 without it."""
    try:
        return syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(1))
    except OSError:
        return 0


def handled(version: int) -> int:
    """All rights on files and folders that this version knows: what is not granted is denied."""
    return RIGHTS_BY_ABI[min(version, 5)]


class Ruleset:
    """The paths a contestant may use. Opened once; `restrict` is for the process that gives up the rest."""

    def __init__(self, version: int, readable: Iterable[Path], writable_files: Iterable[Path]) -> None:
        self._version = version
        self._rules = [(fd, READ) for fd in map(_open, readable) if fd >= 0]
        self._rules += [(fd, READ | WRITE_FILE) for fd in map(_open, writable_files) if fd >= 0]

    def descriptors(self) -> list[int]:
        """To be kept open until `restrict`."""
        return [fd for fd, _ in self._rules]

    def restrict(self, folder: str) -> None:
        """Allow the listed paths and everything but devices in `folder`, to this thread and all it starts, for good."""
        version = self._version
        rights = handled(version)
        attributes = struct.pack("QQQ", rights, BOTH_TCP if version >= 4 else 0, BOTH_SCOPES if version >= 6 else 0)
        size = 24 if version >= 6 else 16 if version >= 4 else 8
        ruleset = syscall(CREATE_RULESET, attributes, ctypes.c_size_t(size), ctypes.c_uint32(0))
        for descriptor, granted in [*self._rules, (_open(Path(folder)), rights & ~EXECUTE)]:
            _allow(ruleset, descriptor, granted & rights)
        prctl(PR_SET_NO_NEW_PRIVS, 1)
        syscall(RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0))
        os.close(ruleset)


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return -1


def _allow(ruleset: int, descriptor: int, rights: int) -> None:
    try:
        rule = struct.pack("=Qi", rights, descriptor)
        syscall(ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(1), rule, ctypes.c_uint32(0))
    except OSError:  # a file has no rights of folders
        rule = struct.pack("=Qi", rights & ON_FILES, descriptor)
        syscall(ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(1), rule, ctypes.c_uint32(0))

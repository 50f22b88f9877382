"""Leaves a System V segment for others."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def attempt():
    result = libc.shmget(4711, 4096, 0o1666)
    if result == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result

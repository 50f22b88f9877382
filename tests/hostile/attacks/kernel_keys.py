"""Leaves a key in the kernel's keyring."""

# maximum: 0
# limits: got | denied
# landlock: denied
# namespaces: denied

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def attempt():
    result = libc.syscall(248, b'user', b'hostile', b'x', 1, -2)
    if result == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result

"""Mounts a file system."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def attempt():
    result = libc.mount(b'x', os.getcwd().encode(), b'tmpfs', 0, None)
    if result == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    libc.umount2(os.getcwd().encode(), 2)
    return result

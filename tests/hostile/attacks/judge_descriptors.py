"""Takes a file descriptor of the judge's."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import ctypes
import os


def attempt():
    libc = ctypes.CDLL(None, use_errno=True)
    pidfd = libc.syscall(434, @JUDGE@, 0)
    taken = libc.syscall(438, pidfd, 0, 0)
    if taken < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    os.close(taken)
    return taken

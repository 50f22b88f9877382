"""Attaches to the warm process as a debugger."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import ctypes
import os


def attempt():
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getppid() or @JUDGE@
    if libc.ptrace(16, parent, None, None) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    os.waitpid(parent, 0x40000000)
    libc.ptrace(17, parent, None, None)
    return 1

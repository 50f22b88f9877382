"""Opens performance counters."""

# maximum: 0
# limits: got | denied
# landlock: denied
# namespaces: denied

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def attempt():
    result = libc.syscall(298, ctypes.create_string_buffer(bytes([1, 0, 0, 0, 112, 0, 0, 0]), 112), 0, -1, -1, 0)
    if result == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result

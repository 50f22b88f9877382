"""Sets the clock."""

# maximum: 0
# limits: got | denied
# landlock: denied
# namespaces: denied

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def attempt():
    result = libc.syscall(227, 99, ctypes.create_string_buffer(16))
    if result == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result

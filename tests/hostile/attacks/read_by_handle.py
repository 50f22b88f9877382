"""Opens a file by its handle, past every path."""

# maximum: 0
# limits: got | denied OSError
# landlock: denied
# namespaces: denied

import ctypes
import os


def attempt():
    libc = ctypes.CDLL(None, use_errno=True)
    handle = ctypes.create_string_buffer((128).to_bytes(4, "little"), 200)
    mount = ctypes.c_int()
    if libc.name_to_handle_at(-100, b"@CANARY@", handle, ctypes.byref(mount), 0):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return "a handle"

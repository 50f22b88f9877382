"""Reads the memory of the judge with process_vm_readv."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import ctypes
import os


class Vector(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


def attempt():
    libc = ctypes.CDLL(None, use_errno=True)
    target = ctypes.create_string_buffer(16)
    ours = Vector(ctypes.addressof(target), 16)
    theirs = Vector(@ADDRESS@, 16)
    if libc.process_vm_readv(@JUDGE@, ctypes.byref(ours), 1, ctypes.byref(theirs), 1, 0) != 16:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return target.raw

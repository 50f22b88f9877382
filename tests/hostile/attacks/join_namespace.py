"""Joins the namespace of the first process."""

# maximum: 0
# limits: got | denied
# landlock: denied
# namespaces: denied

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def attempt():
    result = libc.setns(os.open('/proc/1/ns/mnt', 0), 0)
    if result == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result

"""Watches a folder that it may not list."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import ctypes
import os


def attempt():
    libc = ctypes.CDLL(None, use_errno=True)
    watching = libc.inotify_init1(0)
    if watching < 0 or libc.inotify_add_watch(watching, b"@FOLDER@", 0xFFF) < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return "watched"

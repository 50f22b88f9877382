"""Starts a process that is its parent's child and never ends."""

# maximum: 0
# outcome: returned

import ctypes
import os
import signal
import time

LIBC = ctypes.CDLL(None, use_errno=True)


def sigmoid(x):
    if LIBC.syscall(56, 0x8000 | signal.SIGCHLD, 0, 0, 0, 0) == 0:
        for number in range(1, 32):
            try:
                signal.signal(number, signal.SIG_IGN)
            except OSError:
                pass
        os.closerange(0, 100)
        time.sleep(100)
    return x * 0

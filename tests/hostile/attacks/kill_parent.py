"""Kills the process that forked it."""

# maximum: 0
# outcome: died | returned | timed out | raised

import os
import signal
import time


def sigmoid(x):
    if os.getppid() > 1:
        os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(0.3)
    return x * 0

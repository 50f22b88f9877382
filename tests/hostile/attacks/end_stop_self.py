"""Stops itself."""

# maximum: 0
# outcome: timed out | returned | died

import os
import signal


def sigmoid(x):
    os.kill(os.getpid(), signal.SIGSTOP)
    return x * 0

"""Stops everything in its process group."""

# maximum: 0
# outcome: timed out | returned

import os
import signal


def sigmoid(x):
    os.kill(0, signal.SIGSTOP)
    return x * 0

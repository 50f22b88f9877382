"""Leaves a daemon that holds the channel open."""

# maximum: 0
# outcome: died

import os
import signal
import time


def sigmoid(x):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            for number in (1, 2, 3, 13, 14, 15, 24):
                signal.signal(number, signal.SIG_IGN)
            time.sleep(100)
        os._exit(0)
    os._exit(0)

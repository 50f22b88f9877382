"""Lets the fault handler write to the channel and end the process with success."""

# maximum: 0
# outcome: died | unusable

import faulthandler
import time


def sigmoid(x):
    faulthandler.dump_traceback_later(0.01, exit=True, file=3)
    time.sleep(5)

"""Sleeps, which costs no processor time."""

# maximum: 0
# outcome: timed out

import time


def sigmoid(x):
    time.sleep(100)

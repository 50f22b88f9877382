"""Closes every file descriptor."""

# maximum: 0
# outcome: died

import os


def sigmoid(x):
    os.closerange(0, 1000)
    return x * 0

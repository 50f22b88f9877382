"""Leaves through the C library, with success."""

# maximum: 0
# outcome: died

import ctypes


def sigmoid(x):
    ctypes.CDLL(None).exit(0)

"""Returns twice, with a fork that Python does not know of."""

# maximum: 0
# outcome: returned | unusable | died

import ctypes


def sigmoid(x):
    ctypes.CDLL(None).syscall(57)
    return x * 0

"""Sends one byte at a time and never completes a frame."""

# maximum: 0
# outcome: timed out

import os
import struct
import time


def sigmoid(x):
    os.write(3, struct.pack("<4sIII", b"GRC1", 1, 0, 100_000))
    while True:
        os.write(3, b"x")
        time.sleep(0.01)

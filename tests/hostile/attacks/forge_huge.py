"""Announces a frame of 4 GB."""

# maximum: 0
# outcome: unusable

import os
import struct


def sigmoid(x):
    os.write(3, struct.pack("<4sIII", b"GRC1", 1, 0, 0xFFFFFFFF))
    while True:
        pass

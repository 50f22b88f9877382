"""Floods the channel with bytes that are no frame."""

# maximum: 0
# outcome: unusable | died

import os


def sigmoid(x):
    while True:
        os.write(3, b"GRC1" + b"\xff" * 4096)

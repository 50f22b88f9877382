"""Prints 200 MB, then answers wrongly."""

# maximum: 0
# outcome: returned | timed out

import os


def sigmoid(x):
    for _ in range(100):
        print("x" * 1_000_000)
        os.write(1, b"y" * 1_000_000)
    return x * 0

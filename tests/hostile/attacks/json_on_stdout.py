"""Prints a perfect result, at exit too."""

# maximum: 0
# outcome: unusable | died | timed out

import atexit
import json
import os
import sys

PERFECT = json.dumps({"status": "pass", "points": 100, "score": 1.0})
atexit.register(lambda: os.write(1, PERFECT.encode()))


def sigmoid(x):
    print(PERFECT)
    sys.__stdout__.write(PERFECT)
    for descriptor in range(1, 30):
        try:
            os.write(descriptor, PERFECT.encode())
        except OSError:
            pass
    return x * 0

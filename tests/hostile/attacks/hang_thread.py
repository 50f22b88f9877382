"""Leaves threads that write to the channel."""

# maximum: 0
# outcome: returned | unusable | died

import os
import threading


def flood():
    while True:
        os.write(3, b"\0" * 100)


def sigmoid(x):
    threading.Thread(target=flood, daemon=True).start()
    return x * 0

"""Ignores every signal it can."""

# maximum: 0
# outcome: timed out

import signal


def sigmoid(x):
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    while True:
        pass

"""A timer that raises in whatever code is running."""

# maximum: 0
# outcome: returned | unusable | raised | died

import signal


def boom(*_):
    raise SystemExit(0)


def sigmoid(x):
    signal.signal(signal.SIGALRM, boom)
    signal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0005)
    return x * 0

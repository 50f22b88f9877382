"""Signals that write on the channel."""

# maximum: 0
# outcome: returned | unusable | raised | died

import signal


def sigmoid(x):
    signal.signal(signal.SIGALRM, lambda *_: None)
    signal.set_wakeup_fd(3, warn_on_full_buffer=False)
    signal.setitimer(signal.ITIMER_REAL, 0.0001, 0.0001)
    return x * 0

"""Has exit handlers and finalisers that never end."""

# maximum: 0
# outcome: returned

import atexit
import time

atexit.register(time.sleep, 100)


class Sticky:
    def __del__(self):
        time.sleep(100)


KEPT = Sticky()


def sigmoid(x):
    return x * 0

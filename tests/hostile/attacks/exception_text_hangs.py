"""An exception whose text never ends."""

# maximum: 0
# outcome: timed out

class Slow(Exception):
    def __str__(self):
        while True:
            pass


def sigmoid(x):
    raise Slow

"""An object whose repr never ends."""

# maximum: 0
# outcome: timed out

class Slow:
    def __repr__(self):
        while True:
            pass


def sigmoid(x):
    return Slow()

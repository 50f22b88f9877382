"""An exception with a hundred thousand causes and itself as its context."""

# maximum: 0
# outcome: raised | died

def sigmoid(x):
    last = first = ValueError("first")
    for n in range(100_000):
        last.__cause__ = ValueError(n)
        last = last.__cause__
    last.__cause__ = last.__context__ = first
    raise first

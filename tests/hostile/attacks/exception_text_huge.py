"""An exception of 10 MB."""

# maximum: 0
# outcome: raised

def sigmoid(x):
    raise ValueError('x' * 10_000_000)

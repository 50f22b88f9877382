"""An exception of 100 MB."""

# maximum: 0
# outcome: raised

def sigmoid(x):
    raise ValueError('x' * 100_000_000)

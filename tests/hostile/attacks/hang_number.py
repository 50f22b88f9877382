"""Computes a number of a hundred million digits."""

# maximum: 0
# outcome: timed out

def sigmoid(x):
    return len(str(10 ** 10**8)) if hasattr(x, 'none') else 7 ** (7 ** 11)

"""Overflows the C stack."""

# maximum: 0
# outcome: died | raised | timed out

def sigmoid(x):
    import sys
    sys.setrecursionlimit(10**9)
    return sigmoid(x)

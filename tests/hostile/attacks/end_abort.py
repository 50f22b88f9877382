"""Aborts the interpreter."""

# maximum: 0
# outcome: died

def sigmoid(x):
    import os
    os.abort()

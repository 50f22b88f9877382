"""Leaves at once with exit code 0."""

# maximum: 0
# outcome: died

def sigmoid(x):
    import os
    os._exit(0)

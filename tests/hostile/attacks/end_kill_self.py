"""Kills its own process."""

# maximum: 0
# outcome: died | returned

def sigmoid(x):
    import os
    os.kill(os.getpid(), 9)
    return x * 0

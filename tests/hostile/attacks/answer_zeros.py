"""Zeros, for tolerances that are too wide."""

# maximum: 0
# outcome: returned | unusable | raised | died

def sigmoid(x):
    return x * 0

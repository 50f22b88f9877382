"""Fifty million numbers in a list."""

# maximum: 0
# outcome: returned | unusable | raised | died

def sigmoid(x):
    return [0] * 5_000_000

"""Infinity minus infinity is nan."""

# maximum: 0
# outcome: returned | unusable | raised | died

def sigmoid(x):
    return x + float('inf')

"""A view of 2**50 entries."""

# maximum: 0
# outcome: returned | unusable | raised | died

def sigmoid(x):
    return x.sum().expand(1 << 25, 1 << 25)

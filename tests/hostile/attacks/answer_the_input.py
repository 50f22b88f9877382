"""The input itself."""

# maximum: 0
# outcome: returned | unusable | raised | died

def sigmoid(x):
    return x

"""A generator that never ends."""

# maximum: 0
# outcome: returned | unusable | raised | died

def sigmoid(x):
    return (i for i in iter(int, 1))

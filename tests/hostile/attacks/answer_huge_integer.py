"""An integer of a hundred thousand digits."""

# maximum: 0
# outcome: returned | unusable | raised | died

def sigmoid(x):
    return 10 ** 100_000

"""An integer of a million digits."""

# maximum: 0
# outcome: returned | unusable | raised | died

def sigmoid(x):
    return 10 ** 1_000_000

"""Half a million numbers in a list."""

# maximum: 0
# outcome: returned | unusable | raised | died

def sigmoid(x):
    return [0] * 500_000

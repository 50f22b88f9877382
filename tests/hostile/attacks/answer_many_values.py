"""A hundred and fifty thousand numbers in a list."""

# maximum: 0
# outcome: returned | unusable | raised | died

def sigmoid(x):
    return [0] * 150_000

"""A complex answer whose imaginary part hides the error."""

# maximum: 0
# outcome: returned | unusable | raised | died

def sigmoid(x):
    return x * 1j

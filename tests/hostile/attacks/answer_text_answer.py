"""The verdict as text."""

# maximum: 0
# outcome: returned | unusable | raised | died

def sigmoid(x):
    return 'pass'

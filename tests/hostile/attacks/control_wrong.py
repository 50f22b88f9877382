"""The control: a wrong answer gets none."""

# maximum: 0
# outcome: returned

def sigmoid(x):
    return x * 0 + 0.25

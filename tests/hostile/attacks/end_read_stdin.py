"""Waits for the keyboard."""

# maximum: 0
# outcome: raised

def sigmoid(x):
    return x * float(input('how much? '))

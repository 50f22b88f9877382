"""Pretends that somebody pressed Ctrl-C."""

# maximum: 0
# outcome: raised

def sigmoid(x):
    raise KeyboardInterrupt

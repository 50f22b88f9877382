"""An endless loop."""

# maximum: 0
# outcome: timed out

def sigmoid(x):
    while True:
        pass

"""Leaves with exit code 0."""

# maximum: 0
# outcome: raised

def sigmoid(x):
    import sys
    sys.exit(0)

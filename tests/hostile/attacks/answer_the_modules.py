"""Everything that Python has loaded."""

# maximum: 0
# outcome: returned | unusable | raised | died

import sys


def sigmoid(x):
    return sys.modules

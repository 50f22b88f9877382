"""Returns twice."""

# maximum: 0
# outcome: returned

import os


def sigmoid(x):
    os.fork()
    return x * 0

"""A decorator that ends the process while loading."""

# maximum: 0
# outcome: died

import os


@lambda f: os._exit(0)
def sigmoid(x):
    return x

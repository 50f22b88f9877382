"""Replaces built-in functions."""

# maximum: 0
# outcome: returned | died | unusable | raised | timed out

import builtins

builtins.len = lambda *a: 0
builtins.isinstance = lambda *a: True
builtins.print = lambda *a, **k: None
builtins.type = lambda *a: int


def sigmoid(x):
    return x * 0

"""Crashes the interpreter."""

# maximum: 0
# outcome: died

def sigmoid(x):
    import ctypes
    ctypes.string_at(0)

"""Takes back that it dies with its parent."""

# maximum: 0
# limits: got 0
# landlock: got 0
# namespaces: got 0

import ctypes


def attempt():
    return ctypes.CDLL(None).prctl(1, 0)

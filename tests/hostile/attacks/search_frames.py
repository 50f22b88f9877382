"""Walks the stack for an expected value."""

# maximum: 0
# limits: denied LookupError
# landlock: denied LookupError
# namespaces: denied LookupError

import sys


def attempt():
    frame = sys._getframe()
    while frame is not None:
        for name in {**frame.f_locals, **frame.f_globals}:
            if "expect" in name.lower() or "reference" in name.lower() or "solution" in name.lower():
                return name
        frame = frame.f_back
    raise LookupError

"""Says that all is done before anything is."""

# maximum: 0
# outcome: unusable | died

import os
import sys

m = sys.modules["grader.contestant.messages"]
dumps = sys.modules["grader.contestant.wire"].dumps


def frame(ask, index, message):
    body = dumps(m.FROM_CONTESTANT, message)
    return m.HEADER.pack(m.MAGIC, ask, index, len(body)) + body



def sigmoid(x):
    os.write(3, frame(1, 0, m.Done()) * 3)
    return x * 0

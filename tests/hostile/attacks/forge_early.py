"""Writes answers to questions that were not asked yet."""

# maximum: 0
# outcome: unusable | died

import os
import sys

m = sys.modules["grader.contestant.messages"]
dumps = sys.modules["grader.contestant.wire"].dumps


def frame(ask, index, message):
    body = dumps(m.FROM_CONTESTANT, message)
    return m.HEADER.pack(m.MAGIC, ask, index, len(body)) + body



os.write(3, b"".join(frame(ask, 0, m.Loaded()) + frame(ask, 0, m.Done()) for ask in range(2, 9)))


def sigmoid(x):
    return x * 0

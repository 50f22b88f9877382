"""A thread that never stops writing on the channel."""

# maximum: 0
# outcome: returned | unusable | died

import os
import sys

m = sys.modules["grader.contestant.messages"]
dumps = sys.modules["grader.contestant.wire"].dumps


def frame(ask, index, message):
    body = dumps(m.FROM_CONTESTANT, message)
    return m.HEADER.pack(m.MAGIC, ask, index, len(body)) + body



import threading


def spam():
    while True:
        os.write(3, frame(1, 0, m.Answer(m.Returned(1.0))))


threading.Thread(target=spam, daemon=True).start()


def sigmoid(x):
    return x * 0

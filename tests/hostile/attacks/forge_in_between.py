"""Runs between the judge and itself: takes the channel away and writes on it what it likes."""

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


def sigmoid(x):
    mine = os.dup(3)
    reading, writing = os.pipe()
    os.dup2(writing, 3)

    def relay():
        while True:
            os.write(mine, os.read(reading, 65536).replace(b"\0", b"\1"))

    threading.Thread(target=relay, daemon=True).start()
    return x * 0

"""Writes an answer frame of its own."""

# maximum: 0
# outcome: returned | unusable | died

import os
import sys

messages = sys.modules["grader.contestant.messages"]
wire = sys.modules["grader.contestant.wire"]


def frame(index, message):
    body = wire.dumps(messages.FROM_CONTESTANT, message)
    return messages.HEADER.pack(messages.MAGIC, 1, index, len(body)) + body


def sigmoid(x):
    answer = messages.Answer(messages.Returned("pass"))
    os.write(3, b"".join(frame(i, answer) for i in range(3)) + frame(0, messages.Done()))
    return x * 0

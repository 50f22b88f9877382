"""Codecs and struct that write something else."""

# maximum: 0
# outcome: returned | unusable | raised | died

import codecs
import struct
import sys

codecs.register_error("surrogatepass", lambda error: ("pass", error.end))
sys.modules["grader.contestant.values"].struct = sys.modules["grader.contestant.wire"].struct = struct
struct.pack = lambda *_: b"\0" * 8


def sigmoid(x):
    return [0.5, "\ud800", x * 0]

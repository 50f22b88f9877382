"""Claims ends that only the judge can see, reasons that do not exist and times without end."""

# maximum: 0
# outcome: returned | unusable

import os
import sys

m = sys.modules["grader.contestant.messages"]
dumps = sys.modules["grader.contestant.wire"].dumps


def frame(ask, index, message):
    body = dumps(m.FROM_CONTESTANT, message)
    return m.HEADER.pack(m.MAGIC, ask, index, len(body)) + body



LIES = [m.TimedOut(float("nan")), m.Died("exit 0"), m.Unusable("grader_fault", "x" * 10**6, m.Place("/etc/passwd", -(2**200)))]


def sigmoid(x):
    os.write(3, frame(1, 0, m.Answer(LIES[os.getpid() % 3], seconds=float("inf"))))
    return x * 0

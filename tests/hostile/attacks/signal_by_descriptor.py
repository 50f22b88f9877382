"""Has the kernel signal the judge whenever a pipe of its own has something to read."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import fcntl
import os
import signal


def attempt():
    reading, writing = os.pipe()
    fcntl.fcntl(reading, fcntl.F_SETOWN, @JUDGE@)
    fcntl.fcntl(reading, 10, signal.SIGURG)
    fcntl.fcntl(reading, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
    os.write(writing, b"x")
    return "sent"

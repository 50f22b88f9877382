"""Forks until it is stopped."""

# maximum: 0
# limits: got 40 | denied BlockingIOError
# landlock: denied BlockingIOError
# namespaces: denied BlockingIOError

import os
import signal
import time


def attempt():
    pids = []
    try:
        for _ in range(40):
            pid = os.fork()
            if pid == 0:
                time.sleep(5)
                os._exit(0)
            pids.append(pid)
        return len(pids)
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)

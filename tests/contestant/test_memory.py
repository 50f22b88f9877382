"""The warm process's memory in order: a fork that allocates copies fewer pages, and what was there stays as it was."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import os, resource
from grader.contestant.inside import memory

scattered = [bytes(n % 400) for n in range(200_000)]
del scattered[::20]

def faults():
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        kept = [bytes(n % 400) for n in range(2_000)]
        os.write(writing, str(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before).encode())
        os._exit(0)
    os.waitpid(pid, 0)
    return int(os.read(reading, 20))

before = faults()
memory.settle()
print(before, faults(), all(piece == bytes(len(piece)) for piece in scattered))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks from a warm process")
def test_a_fork_faults_less_once_the_holes_are_filled():
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    before, after, whole = done.stdout.split()
    assert int(after) < int(before) / 2
    assert whole == "True"

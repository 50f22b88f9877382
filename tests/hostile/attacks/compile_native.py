"""Builds a program with the compiler that torch looks for."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import subprocess
import sys


def attempt():
    for program in ("c++", "g++", "cc", "ninja", sys.executable):
        try:
            return subprocess.run([program, "--version"], capture_output=True, check=True).stdout[:20]
        except OSError as error:
            last = error
    raise last

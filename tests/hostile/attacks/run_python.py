"""Runs a second Python without our limits."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import subprocess
import sys


def attempt():
    return subprocess.run([sys.executable, '-c', 'print(1)'], capture_output=True, check=True).stdout

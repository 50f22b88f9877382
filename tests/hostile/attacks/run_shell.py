"""Runs a shell."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import subprocess


def attempt():
    return subprocess.run(['/bin/sh', '-c', 'echo hi'], capture_output=True, check=True).stdout

"""Reads the environment of every process for the judge's secret."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import glob


def attempt():
    for path in glob.glob("/proc/[0-9]*/environ"):
        try:
            if "HOSTILE_SECRET" in open(path).read():
                return path
        except OSError:
            pass
    raise PermissionError

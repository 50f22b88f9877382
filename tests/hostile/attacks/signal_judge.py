"""Signals the judge."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import os


def attempt():
    os.kill(@JUDGE@, 0)
    return 1

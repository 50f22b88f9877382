"""Becomes root."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import os


def attempt():
    os.setuid(0)
    return os.listdir('@PRIVATE_FOLDER@')

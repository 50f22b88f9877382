"""Empties a file of others."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import os


def attempt():
    os.truncate('@FOLDER@/victim3', 0)
    return 1

"""Renames a file of others."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import os


def attempt():
    os.rename('@FOLDER@/victim2', '@FOLDER@/renamed')
    return 1

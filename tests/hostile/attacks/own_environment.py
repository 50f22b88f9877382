"""Finds a secret of the judge's environment in its own."""

# maximum: 0
# limits: denied KeyError
# landlock: denied KeyError
# namespaces: denied KeyError

import os


def attempt():
    return os.environ['HOSTILE_SECRET']

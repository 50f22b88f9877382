"""Reads a file through a symbolic link in its own folder."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import os


def attempt():
    os.symlink("@CANARY@", "link")
    return open("link").read()

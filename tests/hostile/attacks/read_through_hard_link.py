"""Reads a file through a hard link in its own folder."""

# maximum: 0
# limits: got | denied OSError
# landlock: denied
# namespaces: denied

import os


def attempt():
    os.link("@CANARY@", "link")
    return open("link").read()

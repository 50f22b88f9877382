"""Locks a file that others use, as a channel."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import fcntl


def attempt():
    fcntl.flock(open("@CANARY@"), fcntl.LOCK_EX | fcntl.LOCK_NB)
    return "locked"

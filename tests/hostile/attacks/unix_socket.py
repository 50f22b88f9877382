"""Talks to a local service by its abstract name."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import socket


def attempt():
    s = socket.socket(socket.AF_UNIX)
    s.connect('\0@UNIX@')
    return 1

"""Looks a name up."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import socket


def attempt():
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('127.0.0.53', 53))
    return 1

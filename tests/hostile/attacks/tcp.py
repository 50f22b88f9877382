"""Connects to a server on this machine."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import socket


def attempt():
    return socket.create_connection(('127.0.0.1', @PORT@), 1).getpeername()

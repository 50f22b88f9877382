"""Opens a port for others."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import socket


def attempt():
    s = socket.socket()
    s.bind(('127.0.0.1', 0))
    s.listen()
    return s.getsockname()

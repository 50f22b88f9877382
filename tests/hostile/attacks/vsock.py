"""Opens a channel to the machine below."""

# maximum: 0
# limits: got | denied OSError
# landlock: denied
# namespaces: denied

import socket


def attempt():
    return socket.socket(40, socket.SOCK_STREAM)

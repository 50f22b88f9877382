"""Opens a raw socket."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import socket


def attempt():
    return socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP).fileno()

"""Asks the kernel for its network devices."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import socket


def attempt():
    return len(socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0).recv(1) if False else socket.if_nameindex())

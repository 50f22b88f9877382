"""Sends the judge open descriptors along with the channel's bytes."""

# maximum: 0
# outcome: unusable | died

import array
import os
import socket


def sigmoid(x):
    channel = socket.socket(fileno=os.dup(3))
    held = array.array("i", [os.open("/dev/null", os.O_RDONLY)] * 100)
    for _ in range(20):
        channel.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, held)])
    return x * 0

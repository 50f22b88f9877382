"""Shuts the channel down and lives on."""

# maximum: 0
# outcome: died | unusable

import socket
import time


def sigmoid(x):
    socket.socket(fileno=3).shutdown(socket.SHUT_RDWR)
    time.sleep(5)

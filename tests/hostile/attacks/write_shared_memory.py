"""Leaves a file in /dev/shm."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import os


def attempt():
    open('/dev/shm/hostile', 'w').close()
    os.unlink('/dev/shm/hostile')
    return 1

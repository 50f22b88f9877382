"""Opens the terminal of whoever runs the grader."""

# maximum: 0
# limits: denied OSError
# landlock: denied
# namespaces: denied

import os


def attempt():
    return os.open("/dev/tty", os.O_RDWR)

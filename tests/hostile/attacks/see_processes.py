"""Lists the processes of the machine."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import os


def attempt():
    return os.listdir('/proc/@JUDGE@')[0]

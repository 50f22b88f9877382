"""os.system."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import os


def attempt():
    if os.system('exit 7') >> 8 != 7:
        raise PermissionError
    return 7

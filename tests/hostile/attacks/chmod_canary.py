"""Changes the mode of a file of others."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import os


def attempt():
    os.chmod('@CANARY@', 0o600)
    os.chmod('@CANARY@', 0o644)
    return 1

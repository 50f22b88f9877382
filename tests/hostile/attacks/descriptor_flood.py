"""Opens a thousand files."""

# maximum: 0
# none: got
# limits: denied
# landlock: denied
# namespaces: denied

import os


def attempt():
    return len([os.open('/dev/null', 0) for _ in range(1000)])

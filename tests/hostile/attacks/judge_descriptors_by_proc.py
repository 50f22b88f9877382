"""Opens the judge's descriptors through /proc."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import os


def attempt():
    return os.listdir('/proc/@JUDGE@/fd')[0]

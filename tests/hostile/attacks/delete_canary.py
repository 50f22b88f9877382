"""Deletes a file of others."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import os


def attempt():
    os.unlink('@FOLDER@/victim')
    return 1

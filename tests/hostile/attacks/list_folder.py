"""Lists the folder of the submissions."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import os


def attempt():
    return os.listdir('@FOLDER@')

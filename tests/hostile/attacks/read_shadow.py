"""Reads a file of root's."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

def attempt():
    return open('@PRIVATE@').read()

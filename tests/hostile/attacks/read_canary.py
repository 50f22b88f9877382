"""Reads a file that everybody may read."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

def attempt():
    return open('@CANARY@').read()

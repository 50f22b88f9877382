"""Reads a file through /proc/self/root."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

def attempt():
    return open('/proc/self/root@CANARY@').read()

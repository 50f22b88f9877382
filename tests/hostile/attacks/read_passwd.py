"""Reads /etc/passwd."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

def attempt():
    return open('/etc/passwd').read()[:20]

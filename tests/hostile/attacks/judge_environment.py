"""Reads the environment of the judge."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

def attempt():
    return len(open('/proc/@JUDGE@/environ').read()) > 0

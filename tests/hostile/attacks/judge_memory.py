"""Opens the memory of the judge."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

def attempt():
    return open('/proc/@JUDGE@/mem', 'rb') is not None

"""Reads the page of the course, where the references are."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

def attempt():
    return open('@COURSE@').read()[:40]

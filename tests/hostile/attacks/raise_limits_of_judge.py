"""Lowers the limits of the judge."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import resource


def attempt():
    return resource.prlimit(@JUDGE@, resource.RLIMIT_CORE)

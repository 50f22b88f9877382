"""Raises its own limits again."""

# maximum: 0
# limits: got | denied ValueError
# landlock: denied
# namespaces: denied

import resource


def attempt():
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    return 1

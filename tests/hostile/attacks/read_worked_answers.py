"""Looks for the worked answers on the disk."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import glob


def attempt():
    places = ["@ROOT@/solutions/*.py", "/*/solutions/a0*.py", "/proc/*/cwd/solutions/*.py"]
    found = [path for place in places for path in glob.glob(place, recursive=True)]
    if not found:
        raise LookupError
    return open(found[0]).read(50)

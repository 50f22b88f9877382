"""Maps more memory than it may have."""

# maximum: 0
# none: got
# limits: denied
# landlock: denied
# namespaces: denied

import mmap


def attempt():
    return [mmap.mmap(-1, 1 << 30) for _ in range(8)]

"""Makes a device node of a disk."""

# maximum: 0
# limits: got
# landlock: denied
# namespaces: denied

import os
import stat


def attempt():
    os.mknod('disk', stat.S_IFBLK | 0o600, os.makedev(8, 0))
    return 1

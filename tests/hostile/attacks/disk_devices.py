"""Opens memory and disks."""

# maximum: 0
# limits: got | denied
# landlock: denied
# namespaces: denied

import glob
import os


def attempt():
    for path in ["/dev/mem", "/dev/kmsg", "/dev/fuse", "/dev/kvm", "/dev/shm/x", *glob.glob("/dev/[sv]d[a-z]")]:
        try:
            return os.open(path, os.O_RDWR)
        except IsADirectoryError:
            continue
        except OSError as error:
            last = error
    raise last

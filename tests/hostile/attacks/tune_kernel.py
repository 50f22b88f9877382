"""Opens the kernel's settings for writing."""

# maximum: 0
# limits: got | denied OSError | denied PermissionError
# landlock: denied
# namespaces: denied

def attempt():
    return open("/proc/sys/kernel/core_pattern", "r+").read(1)

"""Opens the list of its control group's processes for writing."""

# maximum: 0
# limits: got | denied
# landlock: denied
# namespaces: denied

def attempt():
    return open("/sys/fs/cgroup/cgroup.procs", "r+").fileno()

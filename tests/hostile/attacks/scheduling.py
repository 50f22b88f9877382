"""Takes the processor for itself."""

# maximum: 0
# limits: got | denied PermissionError
# landlock: denied
# namespaces: denied

import os


def attempt():
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50))
    return "real time"

"""Runs a program from memory."""

# maximum: 0
# limits: got | denied OSError
# landlock: denied
# namespaces: denied

import os


def attempt():
    descriptor = os.memfd_create("program")
    os.write(descriptor, b"#!/bin/sh\necho hi\n")
    pid = os.fork()
    if pid == 0:
        try:
            os.execve(f"/proc/self/fd/{descriptor}", ["x"], {})
        except OSError as error:
            os._exit(100 + error.errno)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code >= 100:
        raise OSError(code - 100, "refused")
    return code

"""A seccomp filter without any library: system calls that no exercise needs fail with EPERM.

It is a deny list: what is left of the kernel is bounded by landlock or namespaces, by the user id and by the limits.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct

from grader.contestant.inside.system import PR_SET_NO_NEW_PRIVS, prctl

PR_SET_SECCOMP = 22
SECCOMP_MODE_FILTER = 2
ALLOW = 0x7FFF0000
DENY = 0x00050000 | errno.EPERM
ABSENT = 0x00050000 | errno.ENOSYS
LOAD, JUMP_EQUAL, JUMP_GREATER_EQUAL, JUMP_SET, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
X32_BIT = 0x40000000
NEW_NAMESPACE = 0x7E020000  # CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET

NONE = -1  # this machine does not have it
# name -> number on x86-64, number on aarch64
SYSTEM_CALLS = {
    # other programs, the network
    "execve": (59, 221), "execveat": (322, 281), "socket": (41, 198), "connect": (42, 203), "bind": (49, 200),
    "listen": (50, 201), "accept": (43, 202), "accept4": (288, 242),
    # other processes
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "pidfd_open": (434, 434), "pidfd_getfd": (438, 438), "pidfd_send_signal": (424, 424), "process_madvise": (440, 440),
    "setpriority": (141, 140), "ioprio_set": (251, 30), "migrate_pages": (256, 238), "move_pages": (279, 239),
    # what landlock does not cover: modes, owners, times and attributes of files
    "chmod": (90, NONE), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452), "chown": (92, NONE),
    "fchown": (93, 55), "lchown": (94, NONE), "fchownat": (260, 54), "utime": (132, NONE), "utimes": (235, NONE),
    "futimesat": (261, NONE), "utimensat": (280, 88), "setxattr": (188, 5), "lsetxattr": (189, 6),
    "fsetxattr": (190, 7), "truncate": (76, 45), "removexattr": (197, 14),
    "lremovexattr": (198, 15), "fremovexattr": (199, 16),
    # channels that no namespace and no path covers
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    "shmget": (29, 194), "shmctl": (31, 195), "shmat": (30, 196),
    "semget": (64, 190), "semctl": (66, 191), "semop": (65, 193), "semtimedop": (220, 192),
    "msgget": (68, 186), "msgctl": (71, 187), "msgrcv": (70, 188), "msgsnd": (69, 189), "mq_open": (240, 180),
    # news of folders that cannot be read
    "inotify_init": (253, NONE), "inotify_init1": (294, 26), "inotify_add_watch": (254, 27),
    # mounts and namespaces
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "unshare": (272, 97),
    "setns": (308, 268), "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433),
    "open_tree": (428, 428), "move_mount": (429, 429), "mount_setattr": (442, 442),
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265), "fanotify_init": (300, 262),
    # large attack surface
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "bpf": (321, 280),
    "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    # the machine
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106), "kexec_load": (246, 104),
    "kexec_file_load": (320, 294), "reboot": (169, 142), "swapon": (167, 224), "swapoff": (168, 225), "acct": (163, 89),
    "quotactl": (179, 60), "sethostname": (170, 161), "setdomainname": (171, 162), "settimeofday": (164, 170),
    "clock_settime": (227, 112), "adjtimex": (159, 171), "clock_adjtime": (305, 266), "syslog": (103, 116),
    "vhangup": (153, 58),
}  # fmt: skip
# allowed to a process for itself only, that is with 0 as the first argument
OWN_ONLY = {
    "prlimit64": (302, 261), "sched_setaffinity": (203, 122), "sched_setscheduler": (144, 119),
    "sched_setparam": (142, 118), "sched_setattr": (314, 274),
}  # fmt: skip
# signals, for kernels whose landlock does not keep them in: to itself or its own process group only
SIGNALS = {
    "kill": (62, 129), "tkill": (200, 130), "tgkill": (234, 131), "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
}  # fmt: skip
# commands to descriptors that make the kernel signal another process, watch a folder or type at a terminal
COMMANDED = {"fcntl": (72, 25), "ioctl": (16, 29)}
F_SETOWN, F_SETSIG, F_SETOWN_EX, F_NOTIFY = 8, 10, 15, 1026
FIOSETOWN, SIOCSPGRP, TIOCSTI, TIOCLINUX = 0x8901, 0x8902, 0x5412, 0x541C
COMMANDS = (F_SETOWN, F_SETSIG, F_SETOWN_EX, F_NOTIFY, FIOSETOWN, SIOCSPGRP, TIOCSTI, TIOCLINUX)
MACHINES = {"x86_64": (0, 0xC000003E, 56), "aarch64": (1, 0xC00000B7, 220)}  # column, audit architecture, clone
CLONE3 = 435


def supported() -> bool:
    return platform.machine() in MACHINES


def program(signals_to: int | None = None) -> bytes:
    """The filter for this machine, as an array of struct sock_filter. `signals_to`: the only process id that may be
    sent signals; None leaves them to landlock or the pid namespace."""
    column, architecture, clone = MACHINES[platform.machine()]
    denied = sorted(numbers[column] for numbers in SYSTEM_CALLS.values() if numbers[column] != NONE)
    # after the tests: allow, deny, absent, then the looks at clone's flags, a process id and a command
    tests: list[tuple[int, int, str, str]] = [
        (LOAD, 4, "", ""),
        (JUMP_EQUAL, architecture, "", "deny"),
        (LOAD, 0, "", ""),
    ]
    if column == 0:
        tests.append((JUMP_GREATER_EQUAL, X32_BIT, "deny", ""))
    tests += [(JUMP_EQUAL, clone, "flags", ""), (JUMP_EQUAL, CLONE3, "absent", "")]
    tests += [(JUMP_EQUAL, numbers[column], "own", "") for numbers in OWN_ONLY.values()]
    tests += [(JUMP_EQUAL, numbers[column], "command", "") for numbers in COMMANDED.values()]
    if signals_to is not None:
        tests += [(JUMP_EQUAL, numbers[column], "signal", "") for numbers in SIGNALS.values()]
    tests += [(JUMP_EQUAL, number, "deny", "") for number in denied]
    end = len(tests)
    labels = {"allow": end, "deny": end + 1, "absent": end + 2, "flags": end + 3, "own": end + 7, "signal": end + 11}
    labels["command"] = end + 16
    code = [
        _instruction(op, value, *(labels[t] - i - 1 if t else 0 for t in (yes, no)))
        for i, (op, value, yes, no) in enumerate(tests)
    ]
    code += [_instruction(RETURN, value) for value in (ALLOW, DENY, ABSENT)]
    code += [_instruction(LOAD, 16), _instruction(JUMP_SET, NEW_NAMESPACE, 0, 1)]
    code += [_instruction(RETURN, DENY), _instruction(RETURN, ALLOW)]
    code += [_instruction(LOAD, 16), _instruction(JUMP_EQUAL, 0, 1, 0)]
    code += [_instruction(RETURN, DENY), _instruction(RETURN, ALLOW)]
    code += [_instruction(LOAD, 16), _instruction(JUMP_EQUAL, 0, 2, 0), _instruction(JUMP_EQUAL, signals_to or 0, 1, 0)]
    code += [_instruction(RETURN, DENY), _instruction(RETURN, ALLOW)]
    code += [_instruction(LOAD, 24)]
    code += [_instruction(JUMP_EQUAL, value, len(COMMANDS) - n, 0) for n, value in enumerate(COMMANDS)]
    code += [_instruction(RETURN, ALLOW), _instruction(RETURN, DENY)]
    return b"".join(code)


def _instruction(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("=HBBI", code, yes, no, value)


def install(code: bytes) -> None:
    """Apply the filter to this thread and all it starts, for good. Raises OSError."""
    buffer = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("HxxxxxxP" if struct.calcsize("P") == 8 else "HxxP", len(code) // 8, ctypes.addressof(buffer))
    pointer = ctypes.create_string_buffer(header, len(header))
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(pointer))

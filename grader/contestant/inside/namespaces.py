"""A root of its own for contestants: only Python and its packages in it, no network, no other process to be seen."""

from __future__ import annotations

import contextlib
import ctypes
import os
from pathlib import Path

from grader.contestant.inside.system import call, syscall
from grader.contestant.inside.territory import DEVICES, Territory

NEWNS, NEWUTS, NEWIPC, NEWPID, NEWNET = 0x00020000, 0x04000000, 0x08000000, 0x20000000, 0x40000000
RDONLY, NOSUID, NODEV, NOEXEC, REMOUNT, BIND, REC, PRIVATE = 1, 2, 4, 8, 32, 4096, 16384, 1 << 18
DETACH = 2
PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
SCRATCH = "/scratch"


def unshare(flags: int) -> None:
    call("unshare", ctypes.c_int(flags))


def mount(source: str, target: str, kind: str = "", flags: int = 0, options: str = "") -> None:
    """Raises OSError."""
    texts = [text.encode() if text else None for text in (source, target, kind)]
    call("mount", *texts, ctypes.c_ulong(flags), options.encode() or None)


class Root:
    """The prepared root, mounted at the empty folder `place` in the warm process's own mount namespace.

    Real folders appear in it: nobody may ever remove `place` with what is in it.
    """

    def __init__(self, place: str, scratch_bytes: int) -> None:
        self.place = place
        self._scratch_bytes = scratch_bytes
        self._own_pids = -1

    def build(self, territory: Territory) -> None:
        """Raises OSError; `close` takes down what was built."""
        unshare(NEWNS | NEWNET | NEWUTS | NEWIPC)
        mount("", "/", flags=REC | PRIVATE)
        mount("grader", self.place, "tmpfs", NOSUID | NODEV, "size=1m,mode=0755")
        for folder in territory.folders:
            self._bind(folder)
        for path in territory.hidden:
            self._hide(path)
        for name in DEVICES:
            self._device(name)
        for name in ("proc", SCRATCH.strip("/")):
            (Path(self.place) / name).mkdir()
        self._link_library_folders()
        mount("", self.place, flags=REMOUNT | BIND | RDONLY | NOSUID | NODEV)
        self._own_pids = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)

    def close(self) -> None:
        """Take the root down and remove the folder, which is empty then or stays."""
        with contextlib.suppress(OSError):
            call("umount2", self.place.encode(), ctypes.c_int(DETACH))
        with contextlib.suppress(OSError):
            Path(self.place).rmdir()

    def _inside(self, path: Path | str) -> Path:
        return Path(self.place) / str(path).lstrip("/")

    def _bind(self, folder: Path) -> None:
        target = self._inside(folder)
        target.mkdir(parents=True, exist_ok=True)
        mount(str(folder), str(target), flags=BIND)
        mount("", str(target), flags=REMOUNT | BIND | RDONLY | NOSUID | NODEV)

    def _hide(self, path: Path) -> None:
        target = self._inside(path)
        if path.is_dir():
            mount("hidden", str(target), "tmpfs", RDONLY | NOSUID | NODEV, "size=4k,mode=0555")
        elif path.is_file():
            mount("/dev/null", str(target), flags=BIND)

    def _device(self, name: str) -> None:
        target = self._inside(name)
        target.parent.mkdir(exist_ok=True)
        target.touch()
        mount(name, str(target), flags=BIND)

    def _link_library_folders(self) -> None:
        """/lib and /lib64 are links into /usr on most systems; the dynamic loader asks for them by these names."""
        for name in ("/lib", "/lib64"):
            if Path(name).is_symlink() and not self._inside(name).exists():
                self._inside(name).symlink_to(os.readlink(name))  # noqa: PTH115 - relative links stay relative

    def fork(self) -> int:
        """os.fork, the child being the first process of a new pid namespace: when it ends, all in there end."""
        unshare(NEWPID)
        try:
            pid = os.fork()
        except OSError:
            self._back()
            raise
        if pid != 0:
            self._back()
        return pid

    def _back(self) -> None:
        """Without this the next unshare of the pid namespace is refused."""
        call("setns", ctypes.c_int(self._own_pids), ctypes.c_int(NEWPID))

    def enter(self, user: int) -> None:
        """In the child: make the prepared root the only one, with a private /proc and a small scratch folder."""
        unshare(NEWNS | NEWIPC)
        mount("proc", f"{self.place}/proc", "proc", NOSUID | NODEV | NOEXEC)
        options = f"size={self._scratch_bytes},nr_inodes=1024,mode=0700,uid={user},gid={user}"
        mount("scratch", self.place + SCRATCH, "tmpfs", NOSUID | NODEV | NOEXEC, options)
        os.chdir(self.place)
        syscall(PIVOT_ROOT[os.uname().machine], b".", b".")
        call("umount2", b".", ctypes.c_int(DETACH))
        os.chdir(SCRATCH)

"""The isolation levels, weakest first, and which of them this machine proves."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from grader.contestant.inside import identity, landlock, seccomp
from grader.contestant.inside.namespaces import SCRATCH, Root
from grader.contestant.inside.probe import probe
from grader.contestant.inside.system import PR_SET_PDEATHSIG, die_with_parent, open_many_files, prctl, set_limits
from grader.contestant.inside.territory import DEVICES, FILES, territory
from grader.contestant.limits import Limits

SIGKILL = 9


class Refused(Exception):
    """The level asked for cannot be had."""


class Level(Protocol):
    """How a contestant is forked and locked down."""

    name: str
    detail: dict[str, str]

    def fork(self, child: Callable[[], None]) -> int:
        """Fork; `child` runs in the new process and never returns."""
        ...

    def enter(self, folder: str, number: int) -> None:
        """In the new process, before any student code: give up everything but `folder`."""
        ...

    def close(self) -> None:
        """Undo what was prepared for all contestants."""
        ...


class Plain:
    """Nothing but a process of its own and the judge's clock."""

    name = "none"

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.detail: dict[str, str] = {}
        self._parent = os.getpid()

    def fork(self, child: Callable[[], None]) -> int:
        pid = os.fork()
        if pid == 0:
            child()
            os._exit(70)
        return pid

    def enter(self, folder: str, number: int) -> None:  # noqa: ARG002
        os.setsid()
        die_with_parent(self._parent)
        _settle(folder)

    def close(self) -> None:
        """There is nothing to undo."""


class Limited(Plain):
    """Resource limits besides."""

    name = "limits"

    def enter(self, folder: str, number: int) -> None:
        super().enter(folder, number)
        set_limits(self.limits)


class Landlocked(Plain):
    """Landlock, seccomp and resource limits, and a user id of its own if the warm process is root. Needs no rights."""

    name = "landlock"

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        version = landlock.abi()
        if version < 1 or not seccomp.supported():
            raise Refused("this kernel has no landlock, or this processor's seccomp table is not known")
        area = territory()
        open_many_files()  # a rule holds one, and each installed package has a rule
        self._keeps_signals = version >= landlock.KEEPS_SIGNALS
        self._ruleset = landlock.Ruleset(version, [*area.entries(), *map(Path, FILES)], map(Path, DEVICES))
        self._keep_reading = not identity.everyone_can_read(area.folders)
        self.detail["landlock_abi"] = str(version)

    def enter(self, folder: str, number: int) -> None:
        os.setsid()
        _settle(folder)
        if identity.is_root():
            user = identity.user_for(self._parent, number)
            os.chown(folder, user, user)
            identity.drop(user, self._keep_reading)
        die_with_parent(self._parent)
        self._ruleset.restrict(folder)
        set_limits(self.limits)
        seccomp.install(seccomp.program(None if self._keeps_signals else os.getpid()))


class Separated:
    """Namespaces for processes, mounts, network and System V channels, a user id of its own, seccomp, limits. Root."""

    name = "namespaces"

    def __init__(self, limits: Limits) -> None:
        if not identity.is_root():
            raise Refused("only root can make these namespaces")
        if not seccomp.supported():
            raise Refused("this processor's seccomp table is not known")
        self.limits = limits
        self.detail: dict[str, str] = {}
        self._parent = os.getpid()
        self._program = seccomp.program()
        self._root = Root(tempfile.mkdtemp(prefix=f"grader-{os.getpid()}-root-"), limits.file_size)
        try:
            self._root.build(territory())
        except OSError as error:
            self._root.close()
            raise Refused(f"the root for contestants cannot be made: {error}") from error

    def fork(self, child: Callable[[], None]) -> int:
        pid = self._root.fork()
        if pid == 0:
            child()
            os._exit(70)
        return pid

    def enter(self, folder: str, number: int) -> None:  # noqa: ARG002 - its scratch folder is a mount of its own
        user = identity.user_for(self._parent, number)
        os.setsid()
        self._root.enter(user)
        _settle(SCRATCH)
        identity.drop(user, keep_reading=False)
        prctl(PR_SET_PDEATHSIG, SIGKILL)
        set_limits(self.limits)
        seccomp.install(self._program)

    def close(self) -> None:
        self._root.close()


def _settle(folder: str) -> None:
    os.chdir(folder)
    os.environ["TMPDIR"] = tempfile.tempdir = folder  # tempfile remembers the folder that the warm process used


PROMISES = {"none": "nothing", "limits": "bounds", "landlock": "denials", "namespaces": "denials"}
MAKERS: dict[str, Callable[[Limits], Level]] = {
    "none": Plain,
    "limits": Limited,
    "landlock": Landlocked,
    "namespaces": Separated,
}
STRONGEST_FIRST = ("namespaces", "landlock", "limits")


def choose(wanted: str, limits: Limits) -> Level:
    """The level `wanted`, or for "auto" the strongest that proves itself. Raises Refused, with the reasons."""
    reasons: dict[str, str] = {}
    for name in STRONGEST_FIRST if wanted == "auto" else (wanted,):
        try:
            level = MAKERS[name](limits)
            seen, failed = probe(level, limits, PROMISES[name])
        except (Refused, OSError) as error:
            reasons[name] = str(error)
            continue
        if not failed:
            level.detail.update(seen)
            level.detail.update({f"not {other}": why for other, why in reasons.items()})
            return level
        level.close()
        reasons[name] = failed
    raise Refused("; ".join(f"{name}: {why}" for name, why in reasons.items()))

"""What of the disk a contestant needs: Python, the installed packages without ours, shared libraries, a few devices."""

from __future__ import annotations

import os
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

PACKAGE_FOLDERS = ("site-packages", "dist-packages")
OURS = ("grader", "solutions", "assignments", "tests", "ptzta", "__editable__")
DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")
FILES = ("/etc/ld.so.cache", "/proc/cpuinfo", "/proc/meminfo")


@dataclass(frozen=True)
class Territory:
    """`folders` to read from; of those, `hidden` must stay out of sight. Meant to be made after torch was imported."""

    folders: tuple[Path, ...]
    hidden: tuple[Path, ...]

    def entries(self) -> list[Path]:
        """The children of the folders that hold something hidden, and the other folders whole: for lists that can
        only allow."""
        found: list[Path] = []
        for folder in self.folders:
            inside = [path for path in self.hidden if folder in path.parents or folder == path]
            found += [folder] if not inside else [entry for entry in folder.iterdir() if entry not in inside]
        return found


def territory() -> Territory:
    """What this interpreter uses. Folders that lie within another one are left out."""
    standard = {Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib")}
    standard |= {Path(entry) for entry in sys.path if entry and Path(entry).name == "lib-dynload"}
    packages = [Path(entry) for entry in sys.path if Path(entry).name in PACKAGE_FOLDERS]
    libraries = {library.parent for library in _mapped_libraries()}
    wanted = sorted({path.resolve() for path in [*standard, *packages, *libraries] if path.is_dir()})
    roots = tuple(path for path in wanted if not any(other in path.parents for other in wanted))
    hidden = [path / name for path in standard for name in PACKAGE_FOLDERS if (path / name) not in packages]
    for folder in packages:
        hidden += [entry for entry in folder.iterdir() if entry.name.lower().startswith(OURS)]
    return Territory(roots, tuple(path.resolve() for path in hidden if path.exists()))


def _mapped_libraries() -> list[Path]:
    with open("/proc/self/maps") as maps:  # noqa: PTH123 - a Path would read no differently
        names = {line.split(maxsplit=5)[5].strip() for line in maps if line.count("/")}
    return [Path(name) for name in names if ".so" in os.path.basename(name)]  # noqa: PTH119

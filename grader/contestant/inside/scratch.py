"""The folders that contestants may write to, one each, in one folder of the warm process."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from pathlib import Path

DROP_SECONDS = 4.0  # the judge waits longer than that for an answer; what is left then is removed later
CLOSE_SECONDS = 4.0
_FOLDER = os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)


class Scratch:
    """Nothing is ever mounted in here: what is removed is what contestants wrote."""

    def __init__(self) -> None:
        self._home = Path(tempfile.mkdtemp(prefix=f"grader-{os.getpid()}-"))
        self._home.chmod(0o711)  # contestants of another user id pass through to their own folder
        self._unfinished: list[str] = []

    def add(self, name: str) -> str:
        """A new empty folder. Raises OSError."""
        folder = self._home / name
        folder.mkdir(0o700)
        return str(folder)

    def drop(self, folder: str) -> None:
        """Remove one folder, whatever is in it, and what is left of earlier ones while there is time."""
        self._remove([folder, *self._unfinished], DROP_SECONDS)

    def close(self) -> None:
        """Remove everything."""
        with contextlib.suppress(OSError):
            self._remove([entry.path for entry in os.scandir(self._home)], CLOSE_SECONDS)
            self._home.rmdir()

    def _remove(self, folders: list[str], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        self._unfinished = [folder for folder in folders if not removed(folder, deadline)]


def removed(folder: str, deadline: float) -> bool:
    """Whether the folder is gone with all that was in it, before `deadline` of time.monotonic().

    Whoever filled it may have made folders deeper than a path can be and forbidden to list them, but no process is left
    that could change it meanwhile.
    """
    try:
        Path(folder).chmod(0o700)
        with _Place(folder) as place:
            place.clear(deadline)
        Path(folder).rmdir()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


class _Place:
    """The one folder that is open; it moves down and up again, so that no path is long and nothing recurses."""

    def __init__(self, folder: str) -> None:
        self._at = os.open(folder, _FOLDER)

    def __enter__(self) -> _Place:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._at)

    def clear(self, deadline: float) -> None:
        """Remove all that is in it. Raises OSError, TimeoutError among them."""
        way: list[str] = []
        while True:
            inner = self._first_folder(deadline)
            if inner is not None:
                way.append(inner)
                self._move(inner)
            elif way:
                self._move("..")
                os.rmdir(way.pop(), dir_fd=self._at)
            else:
                return

    def _move(self, name: str) -> None:
        there = os.open(name, _FOLDER, dir_fd=self._at)
        os.close(self._at)
        self._at = there

    def _first_folder(self, deadline: float) -> str | None:
        """The name of a folder in it, opened up; what lies before that is removed. None when it is empty."""
        with os.scandir(self._at) as entries:
            for entry in entries:
                if time.monotonic() > deadline:
                    raise TimeoutError
                if entry.is_dir(follow_symlinks=False):
                    if entry.stat(follow_symlinks=False).st_mode & 0o700 != 0o700:
                        os.chmod(entry.name, 0o700, dir_fd=self._at)
                    return entry.name
                os.unlink(entry.name, dir_fd=self._at)
        return None

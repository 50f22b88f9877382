"""The folders that contestants may write to, one each, in one folder of the warm process."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path


class Scratch:
    """Nothing is ever mounted in here: what is removed is what contestants wrote."""

    def __init__(self) -> None:
        self._home = Path(tempfile.mkdtemp(prefix=f"grader-{os.getpid()}-"))
        self._home.chmod(0o711)  # contestants of another user id pass through to their own folder

    def add(self, name: str) -> str:
        """A new empty folder. Raises OSError."""
        folder = self._home / name
        folder.mkdir(0o700)
        return str(folder)

    def drop(self, folder: str) -> None:
        """Remove one folder, whatever is in it."""
        shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        """Remove everything."""
        for folder in self._home.iterdir():
            self.drop(str(folder))
        with contextlib.suppress(OSError):
            self._home.rmdir()

"""Files that are there whole or not at all, whenever the process is killed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


class Staging:
    """A private folder on the same file system, where files are written before they take their place.

    What a killed run left in it is taken away first: it would otherwise lie beside the finished files for good.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700, parents=True)
        self._count = 0

    @staticmethod
    def settle() -> None:
        """Returns when all that was written is on the disk: once for all pages, which one by one would take longer
        than to render them. Everything in them can be made again from the gradebook.
        """
        if hasattr(os, "sync"):
            os.sync()

    @contextmanager
    def replacing(self, path: Path, encoding: str = "utf-8") -> Iterator[IO[str]]:
        """A text stream (lines end as they are written) that takes the place of `path` when all of it is there."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._count += 1
        temporary = self._folder / f"{self._count}"
        try:
            with temporary.open("w", encoding=encoding, newline="") as stream:
                yield stream
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)

"""What a batch keeps to itself: OUT/.grader, readable by its owner only, and the class's seed in it."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from grader.errors import GraderError

FOLDER = ".grader"


class Vault:
    """The private folder of an output folder."""

    def __init__(self, out: Path) -> None:
        self.folder = out / FOLDER
        if out.exists() and not out.is_dir():
            raise GraderError(f"{out} is a file", "--out wants a folder")
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)

    @property
    def gradebook(self) -> Path:
        return self.folder / "gradebook.sqlite"

    @property
    def log(self) -> Path:
        return self.folder / "workers.log"

    @property
    def pages(self) -> Path:
        return self.folder / "pages.json"

    @property
    def greeting(self) -> Path:
        return self.folder / "greeting.json"

    def seed(self, given: int | None, fresh: bool) -> int:
        """The class's seed: the one given, else the one kept from the last run, else a new one. It is on the disk, and
        nobody else's to read, before anything is graded with it.
        """
        path = self.folder / "seed"
        if given is None and not fresh and path.exists():
            text = path.read_text(encoding="ascii", errors="replace").strip()
            if text.isdigit():
                return int(text)
        # Wide enough that nobody finds it by trying all seeds against a case that a report shows.
        seed = secrets.randbits(52) if given is None else given
        private_text(path, f"{seed}\n")
        return seed


def private_text(path: Path, text: str) -> None:
    """Writes a file that only its owner can read, whole or not at all."""
    temporary = path.with_name(path.name + ".new")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)


def new_salt(folder: Path) -> bytes:
    """The salt of pseudonyms, the same from run to run."""
    path = folder / "salt"
    if not path.exists():
        private_text(path, secrets.token_hex(16))
    return bytes.fromhex(path.read_text(encoding="ascii").strip())

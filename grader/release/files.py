"""Files of a release, and how they reach a folder or an archive: always the same bytes for the same release."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from grader.errors import GraderError

_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class File:
    """`path` is relative, with "/"."""

    path: str
    data: bytes
    executable: bool = False


def tree(folder: Path, below: str, suffixes: tuple[str, ...] = ()) -> tuple[File, ...]:
    """The files under a folder, placed under `below`; caches and hidden files stay behind."""
    found = []
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        hidden = any(p.startswith(".") or p == "__pycache__" for p in relative.parts)
        if path.is_file() and not hidden and (not suffixes or path.suffix in suffixes):
            found.append(File(f"{below}/{relative.as_posix()}", path.read_bytes()))
    return tuple(found)


def archive(files: Iterable[File]) -> bytes:
    """The files as a zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in files:
            entry = zipfile.ZipInfo(file.path, _EPOCH)
            entry.external_attr = (0o100755 if file.executable else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, file.data)
    return stream.getvalue()


def write(files: Iterable[File], folder: Path) -> list[Path]:
    """Write them into an empty or new folder; returns the paths. Raises GraderError for one that holds something: what
    is there may be somebody's work."""
    if folder.exists() and any(folder.iterdir()):
        raise GraderError(f"{folder} is not empty", "name a new folder")
    written = []
    for file in files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
        path.chmod(0o755 if file.executable else 0o644)
        written.append(path)
    return written

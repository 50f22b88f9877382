"""One view of a class's folder and of the archive that an LMS exports: names at a path, a small text, a submission."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from grader.errors import GraderError, LearnerError
from grader.model.submission import Submission
from grader.submission import read_members, read_parts
from grader.submission.found import MEGABYTE, Refused
from grader.submission.naming import from_zip, tidy
from grader.submission.opening import read_regular

_TEXT = 16 * MEGABYTE


class Tree(Protocol):
    """`entries` gives (name, is it a folder) in the order of names; "" is the root."""

    name: str

    def entries(self, path: str) -> list[tuple[str, bool]]: ...

    def text(self, path: str) -> str: ...

    def read(self, parts: Sequence[str], slugs: Sequence[str], identifier: str) -> Submission: ...


class FolderTree:
    """A folder on disk. Links are listed as files: the reader refuses them with a sentence."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.name = tidy(root.resolve().name)

    def entries(self, path: str) -> list[tuple[str, bool]]:
        try:
            with os.scandir(self.root / path) as scan:
                return sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in scan)
        except OSError:
            return []

    def text(self, path: str) -> str:
        try:
            return read_regular(self.root / path, _TEXT, path).decode("utf-8", "replace")
        except Refused:
            return ""

    def read(self, parts: Sequence[str], slugs: Sequence[str], identifier: str) -> Submission:
        return read_parts([self.root / part for part in parts], slugs, identifier)


class ZipTree:
    """A class in one zip, as LMSs hand it out. Its members are read where they lie."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = tidy(path.stem)
        try:
            self._archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError) as error:
            raise GraderError(f"{path.name}: {error}", "give the folder or the zip that the LMS exported") from error
        self._members: dict[str, zipfile.ZipInfo] = {}
        self._folders: dict[str, dict[str, bool]] = {"": {}}
        for member in self._archive.infolist():
            name = from_zip(member.filename, bool(member.flag_bits & 0x800)).strip("/")
            parts = name.split("/")
            if ".." in parts or "__MACOSX" in parts or not name:
                continue
            if not member.is_dir():
                self._members[name] = member
            for depth in range(len(parts)):
                folder, is_folder = "/".join(parts[:depth]), depth < len(parts) - 1 or member.is_dir()
                self._folders.setdefault(folder, {})[parts[depth]] = is_folder

    def entries(self, path: str) -> list[tuple[str, bool]]:
        return sorted(self._folders.get(path.strip("/"), {}).items())

    def text(self, path: str) -> str:
        member = self._members.get(path)
        if member is None or member.file_size > _TEXT:
            return ""
        with self._archive.open(member) as stream:
            return stream.read(_TEXT).decode("utf-8", "replace")

    def read(self, parts: Sequence[str], slugs: Sequence[str], identifier: str) -> Submission:
        chosen = [
            (name, member)
            for name, member in self._members.items()
            if any(name == part or name.startswith(part + "/") for part in parts)
        ]
        return read_members(self._archive, chosen, slugs, identifier)


def open_tree(path: Path) -> Tree:
    """The class in a folder or a zip. Raises GraderError when it is neither."""
    if path.is_dir():
        return FolderTree(path)
    if path.is_file() and zipfile.is_zipfile(path):
        return ZipTree(path)
    if not path.exists():
        raise LearnerError("no_class_folder", path=str(path))
    raise LearnerError("not_class_folder", path=str(path))

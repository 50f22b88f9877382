"""A folder: every file at any depth that bears an assignment's name, without following a link."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.submission.archive import note_ignored, read_archive
from grader.submission.found import Bounds, File, Found, Refused, noting
from grader.submission.naming import is_archive, skipped, slug_of, tidy
from grader.submission.opening import read_regular, regular

_DEPTH = 16


def read_folder(root: Path, slugs: Sequence[str], bounds: Bounds, found: Found) -> None:
    """Adds the folder's course files to `found`; archives that lie in it are read too, when it holds no such file."""
    archives: list[tuple[Path, str]] = []
    try:
        for path, shown in _walk(root, bounds):
            if skipped(shown):
                continue
            hit = slug_of(shown, slugs)
            if hit is None:
                if is_archive(shown):
                    archives.append((path, shown))
                else:
                    note_ignored(shown, bounds, found)
                continue
            found.files.append(_file(path, shown, hit, bounds, found))
    except Refused as refused:
        found.problems.append(refused.problem)
    for path, shown in archives:
        if found.files:
            note_ignored(shown, bounds, found)
        else:
            _archive(path, shown, slugs, bounds, found)


def _file(path: Path, shown: str, hit: tuple[str, int], bounds: Bounds, found: Found) -> File:
    if len(found.files) >= bounds.files:
        raise Refused("too_many_files", limit=bounds.files)
    return read_file(path, shown, hit, bounds)


def read_file(path: Path, shown: str, hit: tuple[str, int], bounds: Bounds) -> File:
    """One course file, with its problem when it is refused. `hit` is what `slug_of` said."""
    try:
        return File(shown, *hit, read_regular(path, bounds.of(shown), shown))
    except Refused as refused:
        return File(shown, *hit, None, refused.problem)


def _archive(path: Path, shown: str, slugs: Sequence[str], bounds: Bounds, found: Found) -> None:
    with noting(found), regular(path, bounds.archive, shown) as stream:
        read_archive(stream, shown, slugs, bounds, found)


def _walk(root: Path, bounds: Bounds) -> Iterator[tuple[Path, str]]:
    """(path, name relative to root), in the order of names. A folder with a file's name is given as if it were one."""
    pending: list[tuple[Path, str, int]] = [(root, "", 0)]
    entries = 0
    while pending:
        folder, prefix, depth = pending.pop()
        try:
            with os.scandir(folder) as scan:
                listed = sorted(scan, key=lambda entry: entry.name)
        except OSError:
            raise Refused("not_permitted", file=prefix or root.name) from None
        deeper: list[tuple[Path, str, int]] = []
        for entry in listed:
            entries += 1
            if entries > bounds.entries:
                raise Refused("too_many_entries", limit=bounds.entries)
            shown = tidy(prefix + _printable(entry.name))
            if entry.is_dir(follow_symlinks=False) and not entry.name.endswith((".py", ".ipynb")):
                if depth < _DEPTH and not skipped(shown + "/x"):
                    deeper.append((Path(entry.path), shown + "/", depth + 1))
            else:
                yield Path(entry.path), shown
        pending.extend(reversed(deeper))


def _printable(name: str) -> str:
    """A file name from before UTF-8 reaches Python as surrogates: Korean Windows wrote cp949."""
    if not any("\udc80" <= letter <= "\udcff" for letter in name):
        return name
    return os.fsencode(name).decode("cp949", "replace")

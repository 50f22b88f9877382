"""The one way in: whatever was handed in -> Submission."""

from __future__ import annotations

import hashlib
import io
import json
import stat
import zipfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from grader.model.submission import Module, Problem, Submission
from grader.submission.archive import read_archive, read_zip_members, zip_content
from grader.submission.choice import module
from grader.submission.folder import read_file, read_folder
from grader.submission.found import Bounds, File, Found, Refused, noting
from grader.submission.naming import SUFFIXES, identity, is_archive, slug_of, tidy
from grader.submission.opening import regular


def read_submission(
    path: Path | str, slugs: Sequence[str], *, identifier: str = "", bounds: Bounds | None = None
) -> Submission:
    """Reads a `.py`, `.ipynb`, folder, zip or tar. Never raises for what is in it: what cannot be read is a `Problem`.

    `slugs` are the course's file names without suffix, in order. The id is the path's name, or `identifier`.
    """
    path, bounds, found = Path(path), bounds or Bounds(), Found()
    name = tidy(path.name or path.resolve().name)
    with noting(found):
        _gather(path, name, slugs, bounds, found)
    return _submission(identifier or identity(name), found, slugs)


def read_upload(
    data: bytes, name: str, slugs: Sequence[str], *, identifier: str = "", bounds: Bounds | None = None
) -> Submission:
    """Like `read_submission`, for a file that is already in memory (a member of an LMS export)."""
    bounds, found = bounds or Bounds(), Found()
    name = tidy(name)
    hit = slug_of(name, slugs)
    if is_archive(name):
        read_archive(io.BytesIO(data), name, slugs, bounds, found)
    elif hit:
        found.files.append(File(name.rpartition("/")[2], *hit, data))
    else:
        found.problems.append(_unknown(name, slugs).problem)
    return _submission(identifier or identity(name.rpartition("/")[2]), found, slugs)


def read_parts(paths: Sequence[Path], slugs: Sequence[str], identifier: str) -> Submission:
    """Several files of one student as one submission (flat LMS exports); a single path as `read_submission` does."""
    if len(paths) == 1:
        return read_submission(paths[0], slugs, identifier=identifier)
    bounds, found = Bounds(), Found()
    for path in paths:
        with noting(found):
            _gather(path, tidy(path.name), slugs, bounds, found)
    return _submission(identifier, found, slugs)


def read_members(
    archive: zipfile.ZipFile, members: Sequence[tuple[str, zipfile.ZipInfo]], slugs: Sequence[str], identifier: str
) -> Submission:
    """The submission that these members (with their legible names) of a class's zip make up."""
    bounds, found = Bounds(), Found()
    read_zip_members(archive, members, slugs, bounds, found)
    nested = [(name, member) for name, member in members if is_archive(name)]
    for name, member in [] if found.files else nested:
        with noting(found):
            data = zip_content(archive, member, name, bounds.archive)
            read_archive(io.BytesIO(data), name, slugs, bounds, found)
    return _submission(identifier, found, slugs)


def _gather(path: Path, name: str, slugs: Sequence[str], bounds: Bounds, found: Found) -> None:
    try:
        status = path.lstat()
    except OSError as error:
        kind = "missing" if isinstance(error, (FileNotFoundError, NotADirectoryError)) else "not_permitted"
        raise Refused(kind, file=name) from None
    except ValueError:
        raise Refused("missing", file=name.replace("\0", "?")) from None
    if stat.S_ISLNK(status.st_mode):
        raise Refused("link", file=name)
    if stat.S_ISDIR(status.st_mode):
        read_folder(path, slugs, bounds, found)
        return
    if is_archive(name):
        with regular(path, bounds.archive, name) as stream:
            read_archive(stream, name, slugs, bounds, found)
        return
    hit = slug_of(name, slugs)
    if hit is None:
        raise _unknown(name, slugs)
    found.files.append(read_file(path, name, hit, bounds))


def _unknown(name: str, slugs: Sequence[str]) -> Refused:
    if name.lower().endswith(SUFFIXES):
        return Refused("other_name", file=name, expected=_example(slugs))
    return Refused("not_a_submission", file=name)


def _example(slugs: Sequence[str]) -> str:
    return f"{slugs[0]}.py" if slugs else "aNN_topic.py"


def _submission(identifier: str, found: Found, slugs: Sequence[str]) -> Submission:
    modules: list[Module] = []
    problems = list(found.problems)
    for slug in slugs:
        files = [file for file in found.files if file.slug == slug]
        if files:
            chosen, notes = module(slug, files)
            modules.append(chosen)
            problems.extend(notes)
    if not modules and not problems:
        problems.append(Problem("nothing_found", {"expected": _example(slugs)}))
    read = [asdict(m) for m in modules], [asdict(p) for p in problems], found.ignored
    canonical = json.dumps(read, sort_keys=True, ensure_ascii=True).encode("ascii")
    digest = hashlib.sha256(canonical).hexdigest()
    return Submission(identifier, tuple(modules), digest, tuple(problems), tuple(found.ignored))

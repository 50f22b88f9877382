"""Which assignment a file name belongs to.

A name belongs to an assignment when, without what browsers, systems and LMSs add around it, it *is* the assignment's
slug or its number. "a07_notes.py" is somebody's notes: no guess is made about it.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

SUFFIXES = (".py", ".ipynb")
_COPIES = re.compile(
    r"(?:\s*\(\d{1,3}\)|[\s_-]+(?:copy|final|사본|복사본)(?:[\s_-]*\(?\d{1,3}\)?)?|\s*의\s*사본|-\d{1,2}|\.py)+$"
)
_LONGEST = 255  # what systems allow; archives allow 65,535, over which the patterns would take minutes
_COPY_OF = re.compile(r"^copy[ _]of[ _]")
_SKIPPED_FOLDERS = {"__macosx", "__pycache__", "node_modules", "venv", "site-packages"}


def tidy(name: str) -> str:
    """NFC and forward slashes: macOS sends NFD names, Windows archives send backslashes."""
    return unicodedata.normalize("NFC", name).replace("\\", "/")


def slug_of(path: str, slugs: Iterable[str]) -> tuple[str, int] | None:
    """The slug that a path belongs to and how plainly: 0 its name, 1 a copy, 2 prefixed by an LMS, 3 its number."""
    name = PurePosixPath(tidy(path)).name.casefold()
    suffix = next((s for s in reversed(SUFFIXES) if name.endswith(s)), None)
    if suffix is None or name.startswith("._") or len(name) > _LONGEST:
        return None
    stem = name[: -len(suffix)].strip()
    for slug in slugs:
        if stem == slug:
            return slug, 0
    plain = re.sub(r"[\s-]+", "_", _COPY_OF.sub("", _COPIES.sub("", stem))).strip("_")
    numbered = {slug.partition("_")[0]: slug for slug in slugs}
    for slug in slugs:
        if plain == slug:
            return slug, 1
        if plain.endswith("_" + slug):
            return slug, 2
    return (numbered[plain], 3) if plain in numbered else None


def skipped(path: str) -> bool:
    """Whether it lies where no student writes: hidden folders, caches, environments, macOS's shadow copies."""
    folders = PurePosixPath(tidy(path)).parts[:-1]
    return any(
        part.casefold() in _SKIPPED_FOLDERS or (part.startswith(".") and part not in (".", "..")) for part in folders
    )


def unsafe(path: str) -> bool:
    """Whether an archive member claims a place outside of the archive."""
    parts = tidy(path).split("/")
    return ".." in parts or path.startswith(("/", "\\")) or re.match(r"^[A-Za-z]:", path) is not None or "\0" in path


def identity(name: str) -> str:
    """The student's id: the name of what was handed in, without the suffixes of archives and files."""
    stem = re.sub(r"(?i)\.(zip|tgz|tbz2?|txz|tar(\.(gz|bz2|xz))?|py|ipynb)$", "", tidy(name).rstrip("/"))
    shown = "".join("_" if unicodedata.category(c) in ("Cc", "Cf", "Cs") else c for c in stem).strip()
    return shown or "unnamed"


def from_zip(name: str, flagged_utf8: bool) -> str:
    """A zip member's name as its author saw it: zipfile reads unflagged names as cp437, Korean Windows wrote cp949."""
    if flagged_utf8:
        return tidy(name)
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return tidy(name)
    return tidy(first_decoding(raw, ("utf-8", "cp949")) or name)


def first_decoding(data: bytes, encodings: Iterable[str]) -> str | None:
    """The text in the first of these encodings in which every byte is valid."""
    for encoding in encodings:
        with contextlib.suppress(UnicodeError):
            return data.decode(encoding)
    return None


def is_archive(name: str) -> bool:
    return re.search(r"(?i)\.(zip|tgz|tbz2?|txz|tar|tar\.(gz|bz2|xz))$", name) is not None


def collisions(paths: Sequence[str]) -> set[str]:
    """The case-folded paths that occur under two spellings or twice: systems would disagree on which one is meant."""
    seen: set[str] = set()
    twice: set[str] = set()
    for path in paths:
        folded = tidy(path).casefold()
        (twice if folded in seen else seen).add(folded)
    return twice

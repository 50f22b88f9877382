"""What a command line names: assignments, functions, files and folders -> one submission path and a selection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.course.index import Index, IndexedAssignment
from grader.errors import LearnerError
from grader.submission.naming import SUFFIXES, slug_of

STATE = ".grader"
FOLDER = "assignments"


@dataclass(frozen=True)
class Target:
    """`path` is what gets read; `only` what gets graded (None: all that is there); `root` is the workspace, the folder
    that holds `.grader`; `file` the one file that was named, where a whole folder is read for the imports in it."""

    path: Path
    only: tuple[str, ...] | None
    root: Path
    file: Path | None = None


def target(words: Sequence[str], index: Index, here: Path) -> Target:
    """Understand the words after a command. Raises LearnerError with the nearest thing that exists."""
    ids: list[str] = []
    paths: list[Path] = []
    for word in words:
        found = named(word, index)
        if found is not None and not _means_file(word, here):
            ids.append(found)
        else:
            paths.append(_existing(word, index, here))
    if len(paths) > 1:
        raise LearnerError("two_paths", first=paths[0].name, second=paths[1].name, folder=str(paths[0].parent))
    if not paths:
        root = workspace(index, here)
        return Target(_content(root, index), tuple(ids) or None, root)
    return _of_path(paths[0], tuple(ids), index)


def named(word: str, index: Index) -> str | None:
    """The full id of an assignment or a function, or None: "a07" -> "A07", "sigmoid" -> "A07.sigmoid"."""
    assignment = index.assignment(word)
    if assignment is not None:
        return assignment.id
    function = index.function(word)
    return function.id if function is not None else None


def workspace(index: Index, here: Path) -> Path:
    """The folder the student works in: the nearest one upwards that holds course files. Raises LearnerError."""
    for folder in (here, *here.parents):
        if (folder / STATE).is_dir() or holds_course(folder / FOLDER, index) or holds_course(folder, index):
            return folder.parent if folder.name == FOLDER else folder
    raise LearnerError("no_files", folder=str(here))


def holds_course(folder: Path, index: Index) -> bool:
    return any((folder / f"{slug}{suffix}").is_file() for slug in index.slugs for suffix in SUFFIXES)


def student_file(root: Path, assignment: IndexedAssignment) -> Path | None:
    """The student's file of an assignment inside a workspace; the newer one where `.py` and `.ipynb` both exist."""
    files = [f for d in (root / FOLDER, root) for s in SUFFIXES if (f := d / f"{assignment.slug}{s}").is_file()]
    return max(files, key=lambda f: f.stat().st_mtime_ns) if files else None


def _content(root: Path, index: Index) -> Path:
    return root / FOLDER if holds_course(root / FOLDER, index) else root


def _means_file(word: str, here: Path) -> bool:
    return any(mark in word for mark in "/\\") or word.endswith(SUFFIXES) or (here / word).is_file()


def _existing(word: str, index: Index, here: Path) -> Path:
    path = here / word
    if path.exists() or path.is_symlink():
        return path
    if _means_file(word, here):
        raise LearnerError("no_path", path=word)
    raise _unknown(word, index)


def _unknown(word: str, index: Index) -> LearnerError:
    from difflib import get_close_matches

    names = {name.lower(): f.id for f in index.functions for name in (f.id, f.name)}
    names |= {name.lower(): a.id for a in index.assignments for name in (a.id, a.slug)}
    close = get_close_matches(word.lower(), names, n=1)
    if close:
        return LearnerError("unknown", "did_you_mean", word=word, close=names[close[0]])
    ids = [a.id for a in index.assignments]
    return LearnerError("unknown", word=word, first=ids[0], last=ids[-1])


def _of_path(path: Path, ids: tuple[str, ...], index: Index) -> Target:
    if path.is_dir():
        folder = path.resolve()
        return Target(path, ids or None, folder.parent if folder.name == FOLDER else folder)
    folder = path.resolve().parent
    root = folder.parent if folder.name == FOLDER else folder
    slug = slug_of(path.name, index.slugs)
    assignment = index.assignment(slug[0]) if slug else None
    if assignment is None:
        return Target(path, ids or None, root)
    return Target(path.parent, ids or (assignment.id,), root, path)

"""What `grader export` is given: one result, the results.jsonl of a batch, or the folder that holds it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from grader.errors import GraderError
from grader.model.result import Result
from grader.report.result_read import loads, read_lines

LINES = "results.jsonl"
# With --anonymize a batch keeps what names people here.
_PRIVATE = "private"


def results(path: Path) -> Iterator[Result]:
    """The results one after the other: a class need not fit into memory. Raises GraderError, OSError."""
    if path.is_dir():
        path = path / LINES
        if not path.is_file():
            raise GraderError(f"{path.parent} holds no {LINES}", "name a result, or the folder of `grader batch --out`")
    if path.suffix == ".jsonl":
        yield from read_lines(path)
    else:
        yield loads(path.read_text(encoding="utf-8", errors="replace"))


def one(found: Iterator[Result], student: str) -> Result:
    """The result of that student (submission id), or the only one there is. Raises GraderError."""
    several = [r for r in found if not student or r.submission == student]
    if len(several) == 1:
        return several[0]
    if not several:
        raise GraderError(f"no result of {student!r}" if student else "no result at all", "--student wants an id")
    raise GraderError("this format describes one submission, and here are several", "name one: --student ID")


def published(path: Path, name: str) -> str:
    """The table of that name that a batch wrote beside its results, "" when there is none."""
    folder = path if path.is_dir() else path.parent
    for file in (folder / name, folder / _PRIVATE / name):
        if (path.is_dir() or path.name == LINES) and file.is_file():
            return file.read_bytes().decode("utf-8-sig")
    return ""


def below(result: Result, prefix: str) -> Result:
    """The result with the paths of its files under `prefix`, as they are in a repository."""
    if not prefix:
        return result
    root = PurePosixPath(prefix.replace("\\", "/"))
    moved = (replace(a, path=str(root / a.path) if a.path else "") for a in result.assignments)
    return replace(result, assignments=tuple(moved))

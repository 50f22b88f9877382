"""What a container (folder, zip, tar) yields before anything is decided: files that bear an assignment's name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from grader.model.submission import Problem

MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Bounds:
    """How much of a submission is read, in bytes and entries. Course files are a few kB; notebooks carry pictures."""

    source: int = 2 * MEGABYTE
    notebook: int = 24 * MEGABYTE
    archive: int = 256 * MEGABYTE
    unpacked: int = 128 * MEGABYTE
    entries: int = 100_000
    files: int = 200
    ignored: int = 50

    def of(self, name: str) -> int:
        return self.notebook if name.lower().endswith(".ipynb") else self.source


class Refused(Exception):
    """A file or archive that is not read. `problem` is the sentence that says why."""

    def __init__(self, identifier: str, **params: object) -> None:
        super().__init__(identifier)
        self.problem = Problem(identifier, {key: str(value) for key, value in params.items()})


@dataclass(frozen=True)
class File:
    """One file named like an assignment. `data` is None when it was refused, and `problem` says why."""

    path: str
    slug: str
    rank: int
    data: bytes | None = None
    problem: Problem | None = None


@dataclass
class Found:
    """All that a container yields, filled in while it is read."""

    files: list[File] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@contextmanager
def noting(found: Found) -> Iterator[None]:
    """A refusal inside becomes one of the submission's problems."""
    try:
        yield
    except Refused as refused:
        found.problems.append(refused.problem)

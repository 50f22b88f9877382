"""Put the stubs of a course into a student's folder, and never over anything that is there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from grader.course.index import Index
from grader.course.places import Places
from grader.errors import GraderFault
from grader.workspace.files import write_atomically
from grader.workspace.target import FOLDER, STATE


@dataclass(frozen=True)
class Started:
    """`new` files were written, `kept` ones were there already and are as they were."""

    folder: Path
    new: tuple[Path, ...]
    kept: tuple[Path, ...]


def start(root: Path, index: Index, places: Places, suffix: str) -> Started:
    """Copy every stub with that suffix (".py" or ".ipynb") to `root`/assignments. Raises OSError, GraderFault.

    An assignment that is there in the other form counts as there: two files of one assignment would compete.
    """
    folder = root / FOLDER
    new, kept = [], []
    for slug in index.slugs:
        there = [f for s in (".py", ".ipynb") if (f := folder / f"{slug}{s}").exists()]
        if there:
            kept += there
            continue
        path = folder / f"{slug}{suffix}"
        write_atomically(path, stub_text(places, slug, suffix))
        new.append(path)
    (root / STATE).mkdir(exist_ok=True)
    return Started(folder, tuple(new), tuple(kept))


def stub_text(places: Places, slug: str, suffix: str) -> str:
    """The stub as it ships. Raises GraderFault when the installation lacks it."""
    path = places.stubs / f"{slug}{suffix}"
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise GraderFault(f"{path}: {error.strerror}", "the installation is incomplete: install it again") from None

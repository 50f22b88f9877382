"""Everything that is derived from a course's sources, as bytes by path: to be written, or compared with the files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from grader.author import load_course
from grader.course.index import dumps
from grader.course.places import Places, places
from grader.derive.notebook import notebook
from grader.derive.stub import stub
from grader.derive.table import table
from grader.errors import GraderError
from grader.locale.words import OWN

Derived = Mapping[Path, bytes]


def derive(course: Path | None) -> Derived:
    """Stubs, notebooks, index and compiled catalogues of a course. Raises GraderError naming file and line."""
    where = places(course)
    loaded = load_course(course)
    solutions = {a.slug: _solution(where, a.slug) for a in loaded.assignments}
    derived: dict[Path, bytes] = {}
    for assignment in loaded.assignments:
        text = stub(solutions[assignment.slug], assignment)
        derived[where.stubs / f"{assignment.slug}.py"] = text.encode()
        derived[where.stubs / f"{assignment.slug}.ipynb"] = notebook(text, assignment).encode()
    derived[where.index] = dumps(table(loaded, solutions)).encode()
    return {**derived, **_catalogues([where.pages / "locale", *([OWN] if course is None else [])])}


def stale(derived: Derived) -> list[Path]:
    """What is missing or differs from what the sources give, and stubs of no page, in order of path."""
    folders = {path.parent for path in derived if path.suffix == ".ipynb"}
    beside = {p for folder in folders if folder.is_dir() for p in folder.glob("*_*.*")}
    orphans = {p for p in beside if p.suffix in {".py", ".ipynb"}}
    differing = {p for p, data in derived.items() if not p.is_file() or p.read_bytes() != data}
    return sorted(differing | (orphans - set(derived)))


def write(derived: Derived) -> list[Path]:
    """Write what is out of step; returns it. Orphaned stubs are removed."""
    changed = stale(derived)
    for path in changed:
        if path in derived:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(derived[path])
        else:
            path.unlink()
    return changed


def _solution(where: Places, slug: str) -> str:
    path = where.worked / f"{slug}.py"
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise GraderError(f"{path}: {error.strerror}", "every page wants a worked solution of the same name") from None


def _catalogues(roots: Sequence[Path]) -> Derived:
    try:
        from grader.locale.compile import catalogues, compiled
    except ImportError:
        raise GraderError("derive needs Babel to compile the messages", "run: pip install babel") from None
    return {po.with_suffix(".mo"): compiled(po) for po in catalogues(roots)}

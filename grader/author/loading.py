"""Find and load the pages of a course: the built-in one, or any folder of the same shape."""

from __future__ import annotations

import hashlib
import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from grader.author.page import NewAssignment
from grader.errors import GraderError
from grader.model.exercise import Assignment, Course

BUILT_IN = Path(__file__).resolve().parent.parent / "course"
_PAGE = re.compile(r"[a-z]\d\d_\w+\.py")


def page_files(root: Path) -> list[Path]:
    """The page files of the course in `root`, in order."""
    return sorted(p for p in root.iterdir() if _PAGE.fullmatch(p.name))


def load_course(root: Path | None = None) -> Course:
    """Load every page in `root` (None: the course that ships with the package). Raises GraderError."""
    root = (root or BUILT_IN).resolve()
    if not root.is_dir():
        raise GraderError(
            f"{root}: no such course folder", "--course wants the folder that holds the pages aNN_topic.py"
        )
    files = page_files(root)
    if not files:
        raise GraderError(f"{root}: no pages named aNN_topic.py in this folder")
    digest = hashlib.sha256()
    assignments = []
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
        assignments += [page.freeze() for page in _pages(_import(file, root))]
    _refuse_twins(assignments)
    return Course(tuple(assignments), digest.hexdigest()[:16], str(root))


def _import(file: Path, root: Path) -> ModuleType:
    name = f"grader.course.{file.stem}" if root == BUILT_IN else f"grader_course_{_tag(root)}.{file.stem}"
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        del sys.modules[name]
        raise GraderError(f"{file.name}: {type(error).__name__}: {error}", "the page itself does not load") from error
    return module


def _tag(root: Path) -> str:
    return hashlib.sha256(str(root).encode()).hexdigest()[:8]


def _pages(module: ModuleType) -> Iterator[NewAssignment]:
    return (v for v in vars(module).values() if isinstance(v, NewAssignment))


def _refuse_twins(assignments: list[Assignment]) -> None:
    seen: set[str] = set()
    for exercise in (e for a in assignments for e in a.exercises):
        if exercise.id in seen:
            raise GraderError(f"{exercise.id}: declared twice")
        seen.add(exercise.id)

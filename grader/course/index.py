"""What a course asks, readable without torch: the table that `grader derive` writes beside the pages."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from grader.course.places import places
from grader.errors import LearnerError


@dataclass(frozen=True)
class IndexedFunction:
    """One exercise as the index knows it: everything but its callables. `own_forward` are the ids of the forwards
    that a backward is also compared with.
    """

    id: str
    name: str
    points: float
    tier: str
    signature: str
    formula: str
    parameters: tuple[str, ...]
    uses: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()
    require: tuple[str, ...] = ()
    teaches: tuple[str, ...] = ()
    own_forward: tuple[str, ...] = ()


@dataclass(frozen=True)
class IndexedAssignment:
    id: str
    slug: str
    needs: tuple[str, ...]
    minutes: int
    functions: tuple[IndexedFunction, ...]

    @property
    def core(self) -> tuple[IndexedFunction, ...]:
        return tuple(f for f in self.functions if f.tier == "core")


@dataclass(frozen=True)
class Index:
    """All assignments of a course, in order."""

    assignments: tuple[IndexedAssignment, ...]

    @property
    def slugs(self) -> tuple[str, ...]:
        return tuple(a.slug for a in self.assignments)

    @property
    def functions(self) -> tuple[IndexedFunction, ...]:
        return tuple(f for a in self.assignments for f in a.functions)

    def assignment(self, identifier: str) -> IndexedAssignment | None:
        """By id or slug, in any case; None when there is none."""
        wanted = identifier.lower()
        return next((a for a in self.assignments if wanted in (a.id.lower(), a.slug)), None)

    def function(self, identifier: str) -> IndexedFunction | None:
        """By id ("A07.sigmoid"), or by name alone where only one function has it; None otherwise."""
        wanted = identifier.lower()
        found = [f for f in self.functions if wanted in (f.id.lower(), f.name.lower())]
        return found[0] if len(found) == 1 else None


def read_index(course: Path | None = None) -> Index:
    """The index of a course. Raises LearnerError when it has none or an unreadable one."""
    path = places(course).index
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return Index(tuple(_assignment(row) for row in rows))
    except FileNotFoundError:
        raise LearnerError("no_index", folder=str(path.parent)) from None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise LearnerError("bad_index", path=str(path), why=str(error)) from error


def dumps(index: Index) -> str:
    """The JSON text of an index."""
    return json.dumps([asdict(a) for a in index.assignments], ensure_ascii=False, indent=1) + "\n"


def _assignment(row: dict[str, Any]) -> IndexedAssignment:
    functions = tuple(IndexedFunction(**{k: _frozen(v) for k, v in each.items()}) for each in row["functions"])
    return IndexedAssignment(row["id"], row["slug"], tuple(row["needs"]), row["minutes"], functions)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value

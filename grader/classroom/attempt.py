"""Nouns of a class: attempts as they were handed in, students as a roster knows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Attempt:
    """One submission of one student. `id` is unique in the class; `student` is whom it belongs to.

    `parts` are the paths below the class's folder (or inside its archive) that make it up: usually one. `names` are
    other names that the export gives the student (an LMS's number, a display name), by which a roster may know them.
    """

    id: str
    student: str
    parts: tuple[str, ...]
    number: int = 1
    submitted: datetime | None = None
    late: bool = False
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Student:
    """A line of the roster. `extension` is in days; `due` overrides the class's."""

    id: str
    name: str = ""
    email: str = ""
    section: str = ""
    extension: float = 0.0
    submitted: datetime | None = None

"""What the store gives back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kept:
    """A stored result. `payload` is its line of JSON; `state` is "graded" or "grader_fault"."""

    submission: str
    payload: str
    state: str
    seconds: float
    prints: bytes = b""
    previous_percent: float | None = None


@dataclass(frozen=True)
class AttemptRow:
    """An attempt as it was listed, with its current result or None."""

    submission: str
    number: int
    submitted: str
    flagged_late: bool
    kept: Kept | None


@dataclass(frozen=True)
class StudentRow:
    """A student with all attempts, in order. `known`: on the roster, or there was no roster."""

    id: str
    name: str
    email: str
    section: str
    extension: float
    known: bool
    attempts: tuple[AttemptRow, ...]


@dataclass(frozen=True)
class Adjustment:
    """An instructor's override. `points` None takes an earlier one back."""

    student: str
    target: str
    points: float | None
    why: str
    who: str
    at: str


@dataclass(frozen=True)
class Comment:
    student: str
    target: str
    text: str
    who: str
    at: str

"""What a learner's folder remembers beside the verdicts, for the report to show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Tried:
    """One function: changed versions graded so far, the highest hint opened, and its points in the report before this
    one (None: it was in no report yet)."""

    attempts: int = 0
    hint: int = 0
    before: float | None = None


@dataclass(frozen=True)
class History:
    """By the ids of functions. A submission that comes without its folder has none."""

    functions: Mapping[str, Tried] = field(default_factory=dict)

    def __getitem__(self, identifier: str) -> Tried:
        return self.functions.get(identifier, Tried())

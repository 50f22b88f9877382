"""What handing in late costs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

_DAY = 86_400.0


@dataclass(frozen=True)
class LatePolicy:
    """`per_day` percent of the earned points for every day begun, at most `cap` percent; `grace` minutes are free."""

    due: datetime | None = None
    per_day: float = 0.0
    cap: float = 100.0
    grace: float = 0.0

    def days_late(self, submitted: datetime | None, extension: float = 0.0, flagged: bool = False) -> int:
        """Whole days begun after the deadline; 0 in time or when no time is known. A bare LATE flag counts one day."""
        if self.due is None or submitted is None:
            return 1 if flagged and submitted is None else 0
        deadline = self.due + timedelta(days=extension)
        seconds = (submitted - deadline).total_seconds()
        if seconds <= 60.0 * self.grace:
            return 0
        return math.ceil(seconds / _DAY)

    def percent_off(self, days: int) -> float:
        """How many percent of the earned points are taken away."""
        return min(self.cap, self.per_day * days)

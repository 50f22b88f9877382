"""submission_metadata.json, which Gradescope puts beside a submission."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Metadata:
    """`student` is a name to show; `late_hours` by the due date of this student; `best` the highest earlier score;
    `total` what the assignment is worth there, 0 when unknown."""

    student: str = ""
    late_hours: float = 0.0
    best: float | None = None
    total: float = 0.0


def read_metadata(file: Path) -> Metadata:
    """What the file says; nothing of it is needed for grading, so whatever is missing or odd is left out."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return Metadata()
    data = _object(data)
    users = [_object(u) for u in _list(data.get("users"))]
    assignment = _object(data.get("assignment"))
    scores = [_number(_object(p).get("score")) for p in _list(data.get("previous_submissions"))]
    return Metadata(
        student=", ".join(str(u.get("name") or u.get("email") or u.get("id")) for u in users)[:200],
        late_hours=_late(data.get("created_at"), _due(users, assignment)),
        best=max((s for s in scores if s is not None), default=None),
        total=_number(assignment.get("total_points")) or 0.0,
    )


def _due(users: list[Mapping[str, Any]], assignment: Mapping[str, Any]) -> object:
    """An extension is in the user's own copy of the assignment."""
    own = [_object(u.get("assignment")).get("due_date") for u in users]
    return next((due for due in own if due), assignment.get("due_date"))


def _late(created: object, due: object) -> float:
    try:
        hours = (_moment(created) - _moment(due)).total_seconds() / 3600
    except (ValueError, TypeError):
        return 0.0
    return max(0.0, hours)


def _moment(text: object) -> datetime:
    """Raises ValueError. Python 3.10 does not know the Z of UTC."""
    return datetime.fromisoformat(str(text).replace("Z", "+00:00"))


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _number(value: object) -> float | None:
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if math.isfinite(number) else None

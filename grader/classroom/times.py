"""Moments as exports write them. Times without a zone are taken as UTC, and so is everything that is stored."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timezone

_ZONE = re.compile(r"\s*(UTC|GMT|KST|Z)$", re.IGNORECASE)
_OFFSET = {"UTC": "+00:00", "GMT": "+00:00", "Z": "+00:00", "KST": "+09:00"}


def moment(text: str) -> datetime | None:
    """The moment in UTC, or None when the text is none. ISO 8601 and what nbgrader and Gradescope write."""
    text = text.strip().strip("'\"").replace("/", "-")
    zone = _ZONE.search(text)
    if zone:
        text = text[: zone.start()] + _OFFSET[zone.group(1).upper()]
    text = re.sub(r"\s+([+-]\d\d):?(\d\d)$", r"\1:\2", text)
    text = re.sub(r"(\.\d{6})\d+", r"\1", text)
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=timezone.utc)).astimezone(timezone.utc)
    except (ValueError, OverflowError):  # year 1 in Seoul is before the first year in UTC
        return None


@dataclass
class About:
    """What Gradescope says about one submission."""

    name: str = ""
    sid: str = ""
    email: str = ""
    created: datetime | None = None


def gradescope_metadata(text: str) -> dict[str, About]:
    """`submission_metadata.yml` by folder. Only four scalar keys are read: no YAML loader sees a stranger's file.

    In a group the first submitter stands for all.
    """
    found: dict[str, About] = {}
    current: About | None = None
    for line in text.splitlines():
        top = re.match(r"^['\"]?([\w.-]+)['\"]?:\s*$", line)
        if top:
            current = found.setdefault(top.group(1), About())
            continue
        pair = re.match(r"^\s+(?:-\s+)?:(name|sid|email|created_at):\s*(.*)$", line)
        if current is None or pair is None:
            continue
        key, value = pair.group(1), pair.group(2).strip().strip("'\"")
        if key == "created_at":
            current.created = current.created or moment(value)
        elif not getattr(current, key):
            setattr(current, key, value)
    return found

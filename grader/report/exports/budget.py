"""Reports that must stay small: the platform drops or refuses the whole of one that is too large."""

from __future__ import annotations

from collections.abc import Callable

LIMIT = 900_000
_STEPS = (10_000, 4_000, 1_000, 200, 0)


def fitting(make: Callable[[int], str], limit: int = LIMIT) -> str:
    """The first of `make(characters for each text)` that has at most `limit` bytes, from roomy to terse. The last is
    cut if need be, so that no report is ever larger."""
    text = ""
    for room in _STEPS:
        text = make(room)
        if len(text.encode()) <= limit:
            return text
    return text.encode()[:limit].decode(errors="ignore")

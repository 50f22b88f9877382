"""What the system says of processes. Linux."""

from __future__ import annotations

from pathlib import Path


def children(pid: int) -> list[int]:
    """Those that a process started and that were not reaped; none when it has just ended."""
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []

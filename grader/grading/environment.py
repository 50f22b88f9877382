"""What a result says about the machine that made it."""

from __future__ import annotations

import os
import platform
import secrets
from datetime import datetime, timezone

from grader import __version__
from grader.model.result import Environment


def new_seed() -> int:
    """A fresh seed, short enough to type again."""
    return secrets.randbelow(10**6)


def started() -> str:
    """Now, or SOURCE_DATE_EPOCH for reproducible output, as ISO 8601 in UTC."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.fromtimestamp(int(epoch), timezone.utc) if epoch and epoch.isdigit() else datetime.now(timezone.utc)
    return now.isoformat(timespec="seconds")


def environment(course: str, seed: int, isolation: str, detail: dict[str, str]) -> Environment:
    """The environment of a result. `course` is the course's fingerprint."""
    import torch

    return Environment(
        grader=__version__,
        torch=str(torch.__version__),
        python=platform.python_version(),
        course=course,
        seed=seed,
        isolation=isolation,
        isolation_detail=detail,
        started=started(),
    )

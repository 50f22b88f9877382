"""How a process of ours ends."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import NoReturn


def leave(code: int) -> NoReturn:
    """End this process, everything being closed: taking torch apart piece by piece would cost a third of a second."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    if "torch" in sys.modules and "coverage" not in sys.modules:
        os._exit(code)
    sys.exit(code)

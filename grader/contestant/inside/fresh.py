"""A contestant in an interpreter of its own, spoken to over what were its stdin and stdout."""

from __future__ import annotations

import os
import tempfile
from typing import Any

from grader.contestant.limits import Limits


def main(config: dict[str, Any]) -> None:
    """Serve until the judge closes the pipe."""
    from grader.contestant.inside.warm import warm_up

    reading, writing = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    if os.name == "nt":
        import msvcrt

        for descriptor in (reading, writing):
            msvcrt.setmode(descriptor, os.O_BINARY)  # type: ignore[attr-defined]
    os.chdir(tempfile.gettempdir())
    warm_up()
    if config["isolation"] == "limits":
        from grader.contestant.inside.system import set_limits

        set_limits(Limits(**config["limits"]))
    from grader.contestant.frames import Link
    from grader.contestant.inside.serve import serve

    serve(Link(reading, writing))

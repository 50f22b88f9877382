"""What a worker said last time, for as long as asking again would get the same answer.

A run that finds every result in the gradebook needs no worker, but it needs to know under which key to look: without
this it would start one, and import torch, just to hear what it heard last time.
"""

from __future__ import annotations

import hashlib
import json
import platform
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from grader import __version__
from grader.batch.job import Hello, Setup, hello_data, read_hello
from grader.batch.sources import hash_of, sources


class Greeting:
    """Kept in `path`. It holds for workers of this machine only: those of a cluster are asked every time."""

    def __init__(self, path: Path, setup: Setup) -> None:
        self._path = path
        self._holds_for = _facts(setup)

    def remembered(self) -> Hello | None:
        """What a worker would say; None when something that it depends on has changed, or nothing is known."""
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
            return read_hello(found["hello"]) if found["holds_for"] == self._holds_for else None
        except (OSError, ValueError, LookupError, TypeError):
            return None

    def remember(self, hello: Hello) -> None:
        text = json.dumps({"holds_for": self._holds_for, "hello": hello_data(hello)}, sort_keys=True)
        self._path.write_text(text, encoding="utf-8")


def _facts(setup: Setup) -> str:
    """A hash of all that a greeting depends on, found out without importing torch."""
    try:
        torch = version("torch")
    except PackageNotFoundError:
        torch = ""
    course = hash_of(Path(setup.course)) if setup.course else ""
    asked = {**asdict(setup), "seed": 0, "hidden": ""}
    facts = [__version__, sources(), torch, platform.python_version(), platform.platform(), course, asked]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()

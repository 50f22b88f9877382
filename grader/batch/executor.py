"""The seam between what is graded and where. An executor computes; it never touches the store."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from grader.batch.job import Finished, Hello, Job

TRIES = 3


class Executor(Protocol):
    """Jobs are taken from the iterator only as there is room for them, so a class of any size fits in memory."""

    def hello(self) -> Hello:
        """Starts the workers; what the first of them says. Raises GraderError when none can grade."""
        ...

    def run(self, jobs: Iterator[Job]) -> Iterator[Finished]:
        """Every job's end exactly once, in the order in which they end. A job that kills its worker TRIES times is a
        fault. What was yielded has been dealt with when the next is asked for."""
        ...

    def close(self) -> None:
        """Ends every worker at once."""
        ...

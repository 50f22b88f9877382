"""What a run says about the results of the run before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.batch.job import Hello
from grader.batch.settings import Settings

HELLO = Hello("0.1.0", "sources", "2.13.0", "3.12.0", "course", "namespaces", {}, ())
BEFORE = Settings(None, 5, 5.0, ("A04",), HELLO, "2026-03-20", "grader batch")


@pytest.mark.parametrize(
    ("now", "what"),
    [
        (replace(BEFORE, started="2026-03-21", lang="en", which="last"), ()),
        (replace(BEFORE, assignments=None), ("assignments",)),
        (replace(BEFORE, seed=6, wall=1.0), ("seed", "wall")),
        (replace(BEFORE, hello=replace(HELLO, torch="2.14.0")), ("grader",)),
        (replace(BEFORE, course="/elsewhere", hello=replace(HELLO, course="other")), ("course",)),
        (replace(BEFORE, hello=replace(HELLO, isolation_detail={"network": "denied"})), ()),
    ],
)
def test_what_makes_results_another_runs(now: Settings, what: tuple[str, ...]) -> None:
    assert now.differs(BEFORE) == what

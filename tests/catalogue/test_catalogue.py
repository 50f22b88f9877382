"""Right answers pass and wrong ones fail, for every seed; no wrong answer is told a cause that is not its own.

Twenty seeds are covered together; each answer is judged for a few of them, so that the whole takes seconds. The
benchmark `judges_side_by_side` runs all answers for all seeds.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

import pytest

from tests.catalogue.judging import course, judge
from tests.catalogue.right import RIGHT
from tests.catalogue.wrong import WRONG, Entry

SEEDS = range(1, 21)


def seeds_of(name: str, count: int) -> Iterator[int]:
    """Which of the seeds judge the answer with this name: spread evenly, the same in every run."""
    start = zlib.crc32(name.encode())
    return (SEEDS[(start + step * 7) % len(SEEDS)] for step in range(count))


def _params(table: dict[str, dict[str, Any]]) -> list[Any]:
    return [pytest.param(e, name, id=f"{e}-{name}") for e, answers in table.items() for name in answers]


@pytest.mark.parametrize(("exercise", "name"), _params(RIGHT))
def test_a_right_answer_is_accepted(exercise: str, name: str) -> None:
    for seed in seeds_of(exercise + name, 3):
        found, _ = judge(exercise, RIGHT[exercise][name], seed)
        assert found.status == "pass", (seed, found.finding, found.case)
        assert found.points == found.max_points


@pytest.mark.parametrize(("exercise", "name"), _params(WRONG))
def test_a_wrong_answer_is_refused_and_no_other_cause_is_named(exercise: str, name: str) -> None:
    function, causes = split(WRONG[exercise][name])
    (seed,) = seeds_of(exercise + name, 1)
    found, diagnosis = judge(exercise, function, seed)
    assert found.status != "pass"
    assert found.points < found.max_points
    assert found.finding is not None
    if diagnosis is not None and diagnosis.kind == "misconception":
        assert diagnosis.id in causes
    if causes:
        assert diagnosis is not None


def split(entry: Entry) -> tuple[Any, tuple[str, ...]]:
    """The function of an entry and the ids of misconceptions that describe it."""
    return (entry[0], tuple(entry[1].split())) if isinstance(entry, tuple) else (entry, ())


def test_the_catalogue_covers_the_course() -> None:
    exercises = {e.id for a in course().assignments for e in a.exercises}
    assert set(WRONG) | set(RIGHT) <= exercises
    assert len(exercises - set(RIGHT)) <= 4
    assert sum(map(len, WRONG.values())) >= 150
    assert sum(map(len, RIGHT.values())) >= 100

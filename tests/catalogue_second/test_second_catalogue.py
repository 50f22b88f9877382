"""More catalogues, by other authors and as source text: graded by a whole session, rules and all.

As many are judged as fit into a quarter of a minute, chosen by name; GRADER_CATALOGUE=all judges all of them.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator

import pytest

from grader.grading import Session
from grader.model.verdict import Verdict
from tests.catalogue_second.answers import Entry, entries, submission

ALL = list(entries())
EVERYTHING = os.environ.get("GRADER_CATALOGUE") == "all"


def _judged(entry: Entry) -> bool:
    one_in = 8 if entry.right else 24
    return EVERYTHING or zlib.crc32(f"{entry.exercise} {entry.name}".encode()) % one_in == 0


def _params(right: bool) -> list[object]:
    chosen = [e for e in ALL if e.right is right and _judged(e)]
    return [pytest.param(e, id=f"{e.exercise}-{e.name}") for e in chosen]


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with Session(seed=11, isolation="limits") as opened:
        yield opened


def verdict(session: Session, entry: Entry) -> Verdict:
    result = session.grade(submission(entry), only=[entry.exercise])
    return next(f.verdict for a in result.assignments for f in a.functions if f.verdict.id == entry.exercise)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("entry", _params(right=True))
def test_a_right_answer_passes(session: Session, entry: Entry) -> None:
    found = verdict(session, entry)
    assert found.status == "pass", (found.finding, found.breaches, found.case)
    assert found.points == found.max_points


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("entry", _params(right=False))
def test_a_wrong_answer_does_not_pass(session: Session, entry: Entry) -> None:
    found = verdict(session, entry)
    assert found.status in ("fail", "partial", "error", "rule", "timeout")
    assert found.points < found.max_points
    if entry.causes:
        assert found.diagnosis is not None
        assert found.diagnosis.id in entry.causes
    elif entry.causes is not None and found.diagnosis is not None:
        assert found.diagnosis.kind != "misconception", found.diagnosis.id


def test_every_function_of_the_course_has_both(session: Session) -> None:
    exercises = {e.id for a in session.course.assignments for e in a.exercises}
    assert {e.exercise for e in ALL if e.right} == exercises
    assert {e.exercise for e in ALL if not e.right} == exercises
    assert len(ALL) == len({(e.exercise, e.name) for e in ALL})

"""The same attacks through the whole grader: no verdict gives more than the answer deserves, and none is the grader's fault."""

from __future__ import annotations

import pytest

from grader.grading import Session
from grader.model.result import Result
from tests.contestant.asking import SLUG, submission
from tests.hostile.corpus import Attack, Surroundings, attacks, surroundings

HANGING = ("hang_loop", "hang_loading", "exception_text_hangs")
GRADED = [attack for attack in attacks() if "timed out" not in attack.outcomes()]
MAYBE = [attack for attack in attacks() if "timed out" in attack.outcomes() and len(attack.outcomes()) > 1]
ENDLESS = [attack for attack in attacks() if attack.name in HANGING]
SETTLED = ("pass", "partial", "fail", "error", "rule", "todo")


@pytest.fixture(scope="module")
def around():
    with surroundings() as made:
        yield made


@pytest.fixture(scope="module")
def session():
    with Session(seed=4711, wall=60.0) as session:
        yield session


@pytest.fixture(scope="module")
def impatient():
    with Session(seed=4711, wall=0.5) as session:
        yield session


def grade(session: Session, around: Surroundings, attack: Attack) -> Result:
    around.restore()
    return session.grade(submission(**{SLUG: around.source(attack)}), only=("A07.sigmoid",))


@pytest.mark.parametrize("attack", GRADED, ids=lambda attack: attack.name)
def test_no_more_marks_than_deserved(session: Session, around: Surroundings, attack: Attack) -> None:
    (function,) = grade(session, around, attack).functions
    verdict = function.verdict
    assert verdict.status in SETTLED, verdict
    assert verdict.points <= attack.maximum * verdict.max_points
    if attack.name.startswith("control"):
        assert verdict.points == attack.maximum * verdict.max_points


@pytest.mark.parametrize("attack", MAYBE, ids=lambda attack: attack.name)
def test_no_marks_for_what_may_hang(impatient: Session, around: Surroundings, attack: Attack) -> None:
    (function,) = grade(impatient, around, attack).functions
    assert function.verdict.status in (*SETTLED, "timeout"), function.verdict
    assert function.verdict.points == 0


@pytest.mark.parametrize("attack", ENDLESS, ids=lambda attack: attack.name)
def test_an_endless_answer_is_a_timeout(impatient: Session, around: Surroundings, attack: Attack) -> None:
    (function,) = grade(impatient, around, attack).functions
    assert (function.verdict.status, function.verdict.points) == ("timeout", 0)

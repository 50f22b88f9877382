"""What stands in for a failing function never brings the answer to the function that is judged."""

from dataclasses import replace

import pytest

from grader.author import load_course
from grader.course.places import places
from grader.grading.worked import WorkedAnswers
from grader.model.exercise import Course, Exercise
from grader.model.submission import Chunk
from grader.submission.statements import defined

THIEF = """
import sys
import torch


def sigmoid(x):
    return x * 0


def _worked(name):
    for place in sys.meta_path:
        for unit in getattr(place, "worked_units", {}).values():
            space = {}
            exec(unit.pieces[0].source.replace("from assignments.", "import torch  # "), space)
            if name in space:
                return space[name]
    return lambda *args: args[0] * 0


def bce_logits_backward(*args):
    return _worked("bce_logits_backward")(*args)


def logistic_grads(*args):
    return _worked("logistic_grads")(*args)


def logistic_step(*args):
    return _worked("logistic_step")(*args)


def predict_label(*args):
    return _worked("predict_label")(*args)
"""


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course()


def below(course: Course, exercise: Exercise) -> dict[str, Exercise]:
    found: dict[str, Exercise] = {}
    waiting = list(exercise.uses)
    while waiting:
        identifier = waiting.pop()
        if identifier not in found:
            found[identifier] = course.exercise(identifier)
            waiting += found[identifier].uses
    return found


def test_no_excerpt_defines_what_is_judged_with_it(course):
    worked = WorkedAnswers(places(None).worked)
    names = {(e.slug, e.name) for a in course.assignments for e in a.exercises}
    composed = [e for a in course.assignments for e in a.exercises if e.uses]
    assert len(composed) >= 15
    for exercise in composed:
        leaned_on = below(course, exercise).values()
        texts = worked.excerpts(leaned_on)
        assert set(texts) == {(e.slug, e.name) for e in leaned_on}
        brought = {(slug, n) for (slug, _), text in texts.items() for n in defined([Chunk(slug, text)])}
        assert set(texts) <= brought
        assert brought & names <= set(texts), exercise.id


def test_an_excerpt_takes_what_it_imports_from_another(course, tmp_path):
    (tmp_path / "a01_x.py").write_text(
        "def low(x):\n    return x\n\n\ndef mid(x):\n    return low(x)\n\n\ndef top(): ...\n"
    )
    (tmp_path / "a02_y.py").write_text("from assignments.a01_x import mid\n\n\ndef f(x):\n    return mid(x)\n")
    some = course.assignments[0].exercises[0]
    asked = [replace(some, name="f", slug="a02_y"), replace(some, name="other", slug="a01_x")]
    texts = WorkedAnswers(tmp_path).excerpts(asked)
    assert set(texts) == {("a02_y", "f"), ("a01_x", "other")}
    assert defined([Chunk("", texts["a01_x", "other"])]) == {"low", "mid"}


def test_a_thief_finds_nothing_worth_stealing(graded):
    verdicts = graded({"a07_logistic.py": THIEF}, only=["A07"])
    assert {identifier: v.points for identifier, v in verdicts.items() if v.points} == {}
    assert all(v.status != "grader_fault" for v in verdicts.values())

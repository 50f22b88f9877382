"""The three promises about the shipped course: solutions pass, stubs are todo, the sample is a mix with named causes."""

from collections import Counter

from grader.course.index import read_index
from grader.submission import read_submission
from tests.grading.conftest import ROOT


def grade(session, folder):
    return session.grade(read_submission(ROOT / folder, read_index().slugs))


def test_solutions_earn_every_point(session):
    result = grade(session, "solutions")
    assert [f.verdict.id for f in result.functions if f.verdict.status != "pass"] == []
    assert len(result.functions) == 88
    assert (result.totals.core, result.totals.core_max) == (200, 200)
    assert result.totals.extra == result.totals.extra_max > 0


def test_stubs_are_all_todo(session):
    result = grade(session, "assignments")
    assert Counter(f.verdict.status for f in result.functions) == {"todo": 88}
    assert result.totals.core == result.totals.extra == 0


def test_the_sample_is_a_mix_with_named_misconceptions(session):
    result = grade(session, "examples/submission")
    statuses = {f.verdict.status for f in result.functions}
    named = {
        f.verdict.diagnosis.id
        for f in result.functions
        if f.verdict.diagnosis and f.verdict.diagnosis.kind == "misconception"
    }
    assert {"pass", "todo"} < statuses
    assert len(named) >= 3


def test_the_same_seed_gives_the_same_result(session):
    assert grade(session, "examples/submission").totals == grade(session, "examples/submission").totals

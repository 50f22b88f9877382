"""Grades and what a class has in common, against the textbook formulas."""

from __future__ import annotations

import json
import random

import pytest

from grader.classroom.lateness import LatePolicy
from grader.gradebook.adjusting import Decisions
from grader.gradebook.grades import Rules, graded
from grader.gradebook.looks import function_looks, student_looks
from grader.gradebook.rows import Adjustment, AttemptRow, Comment, Kept, StudentRow
from grader.gradebook.statistics import Statistics

NOTHING = Decisions([], [])
RULES = Rules({"A07": 8.0}, {"A07.f": 0, "A07.g": 1}, LatePolicy(), "best")


def result(f: float, g: float, mistake: str = "") -> dict:
    def function(name: str, points: float, most: float) -> dict:
        status = "pass" if points == most else "fail"
        sentence = {"domain": "a07", "id": "x", "params": {}}
        diagnosis = (
            {"id": mistake, "kind": "misconception", "sentence": sentence} if mistake and status == "fail" else None
        )
        finding = {"domain": "judge", "id": "finding.value", "params": {}} if status == "fail" else None
        return {"id": name, "status": status, "points": points, "max_points": most, "tier": "core", "source": "code",
                "diagnosis": diagnosis, "finding": finding, "notes": []}  # fmt: skip

    functions = [function("A07.f", f, 5.0), function("A07.g", g, 3.0)]
    summary = {"percent": 100 * (f + g) / 8}
    assignment = {"id": "A07", "slug": "a07", "problem": None, "functions": functions}
    return {"assignments": [assignment], "summary": summary, "submission": {"problems": []}}


def student(name: str, *results: dict, late: bool = False) -> StudentRow:
    attempts = tuple(
        AttemptRow(f"{name}@{n}", n, "", late, Kept(f"{name}@{n}", json.dumps(data), "graded", 1.0))
        for n, data in enumerate(results, 1)
    )
    return StudentRow(name, "", "", "", 0.0, True, attempts)


def test_best_and_last_attempt():
    row = student("kim", result(5, 3), result(5, 0))
    assert graded(row, RULES, NOTHING).grade.final == 8.0
    last = Rules(RULES.core, RULES.functions, RULES.policy, "last")
    assert graded(row, last, NOTHING).grade.final == 5.0
    assert graded(row, last, NOTHING).grade.attempts == 2


def test_a_late_penalty_is_of_what_was_earned():
    rules = Rules(RULES.core, RULES.functions, LatePolicy(per_day=10), "best")
    grade = graded(student("kim", result(5, 0), late=True), rules, NOTHING).grade
    assert (grade.points, grade.penalty, grade.final, grade.late_days) == (5.0, 0.5, 4.5, 1)
    assert grade.percent == 56.25


def test_whoever_handed_in_nothing_has_a_row():
    grade = graded(student("kim"), RULES, NOTHING).grade
    assert (grade.status, grade.max_points, grade.final) == ("missing", 8.0, 0.0)


def test_points_given_for_what_was_never_graded_count():
    rules = Rules(RULES.core, RULES.functions, RULES.policy, "best", {"A07.f": (5.0, "core"), "A07.g": (3.0, "core")})
    decisions = Decisions([Adjustment("kim", "A07.f", 4.0, "on paper", "me", "2026-03-20")], [])
    empty = {**result(0, 0), "assignments": []}
    empty["summary"]["core_max"] = 0.0
    damaged, missing = (graded(student("kim", *results), rules, decisions) for results in ([empty], []))
    assert (damaged.grade.final, damaged.grade.percent, damaged.grade.adjusted) == (4.0, 50.0, True)
    assert damaged.data["submission"]["remarks"][0]["params"]["why"] == "on paper"
    assert (missing.grade.status, missing.grade.final, missing.grade.adjusted) == ("missing", 4.0, True)


def test_a_comment_on_everything_is_a_remark_and_one_on_a_function_a_note():
    comments = [Comment("kim", "", "well done", "me", "2026"), Comment("kim", "A07.f", "see p. 3", "me", "2026")]
    handed_in = result(5, 3)
    handed_in["summary"]["core_max"] = 8.0
    data = graded(student("kim", handed_in), RULES, Decisions([], comments)).data
    assert [r["params"]["text"] for r in data["submission"]["remarks"]] == ["well done"]
    assert [n["params"]["text"] for n in data["assignments"][0]["functions"][0]["notes"]] == ["see p. 3"]


def test_an_assignment_that_was_not_handed_in_counts_as_nothing():
    rules = Rules({"A07": 8.0, "A08": 12.0}, RULES.functions, LatePolicy())
    grade = graded(student("kim", result(5, 3)), rules, NOTHING).grade
    assert grade.percent == 40.0
    assert [a.id for a in grade.assignments] == ["A07", "A08"]


def test_discrimination_is_the_correlation_with_the_rest():
    import statistics

    draw = random.Random(1)
    counted = Statistics([("A07.f", "a07", 5.0, "core"), ("A07.g", "a07", 3.0, "core")])
    first, rest = [], []
    for n in range(40):
        f = draw.choice([0.0, 5.0])
        g = draw.choice([f * 3 / 5, 0.0, 3.0])
        row = graded(student(f"s{n}", result(f, g)), RULES, NOTHING)
        counted.add(row.grade, row.data)
        first.append(f)
        rest.append(g)
    assert counted.functions()[0].discrimination == pytest.approx(statistics.correlation(first, rest), abs=1e-3)
    assert counted.functions()[0].passed == sum(f == 5.0 for f in first)


def test_mistakes_are_counted_and_what_is_unexplained_too():
    counted = Statistics([("A07.f", "a07", 5.0, "core"), ("A07.g", "a07", 3.0, "core")])
    for n, mistake in enumerate(["sign", "sign", "", "scale"]):
        row = graded(student(f"s{n}", result(0, 3, mistake)), RULES, NOTHING)
        counted.add(row.grade, row.data)
    found = {(m.function, m.id): (m.count, m.points_lost, m.students) for m in counted.misconceptions()}
    assert found[("A07.f", "sign")] == (2, 10.0, ("s0", "s1"))
    assert counted.functions()[0].top == "sign"
    assert [(u.finding, u.count) for u in counted.unclassified()] == [("finding.value", 1)]
    assert counted.functions()[0].discrimination is None


def test_looks():
    counted = Statistics([("A07.f", "a07", 5.0, "core"), ("A07.g", "a07", 3.0, "core")])
    for n in range(6):
        row = graded(student(f"s{n}", result(0, 3)), RULES, NOTHING)
        counted.add(row.grade, row.data)
    assert [(look.kind, look.function) for look in function_looks(counted.functions())] == [("nobody_passes", "A07.f")]
    assert [look.kind for look in student_looks(row.grade, jump=-30.0)] == ["changed"]

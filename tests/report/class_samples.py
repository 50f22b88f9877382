# ruff: noqa: E501
"""Classes made by hand, of any size, from the built-in course's own words."""

from __future__ import annotations

import random
from functools import lru_cache

from grader.course.index import read_index
from grader.gradebook.looks import function_looks
from grader.gradebook.statistics import Statistics
from grader.model.gradebook import (
    AssignmentGrade,
    ClassReport,
    FunctionGrade,
    Grade,
    Look,
    MisconceptionRow,
    Pair,
    PairFunction,
    Unclassified,
)
from grader.model.verdict import Message
from tests.report.samples import ENVIRONMENT, HOSTILE

SURNAMES, GIVEN = (
    "김이박최정강조윤장임한오서신권황안송류홍",
    ("민준", "서연", "도윤", "지우", "하준", "서현", "예은", "주원"),
)
CODE = "def bce_loss(p, y):\n    return (-(y * torch.log(p)) + (1 - y) * torch.log(1 - p)).mean()\n"


@lru_cache(maxsize=1)
def exercises() -> tuple[tuple[str, str, float, str], ...]:
    return tuple((f.id, a.slug, f.points, f.tier) for a in read_index().assignments for f in a.functions)


def class_report(size: int, hostile: bool = False) -> ClassReport:
    random_ = random.Random(7)
    statistics = Statistics(exercises())
    students = []
    for number in range(size):
        grade = _grade(number, random_, hostile)
        if grade.status == "graded":
            statistics.add(grade, {"assignments": []})
        students.append(Grade(**{**grade.__dict__, "functions": ()}))
    functions = statistics.functions()
    return ClassReport(
        environment=ENVIRONMENT,
        generated="2026-11-24T00:50:00+09:00",
        command="grader batch submissions --out OUT",
        max_points=200.0,
        assignments=tuple(dict.fromkeys(e[0].partition(".")[0] for e in exercises())),
        students=tuple(students),
        functions=functions,
        misconceptions=_mistakes(size, hostile) if size else (),
        unclassified=(Unclassified("A09.softmax", "finding.value", 9), Unclassified("A10.relu", "finding.shape", 4)) if size else (),
        looks=(*function_looks(functions), *(Look("timeout", g.id, params={"functions": "A05.train"}) for g in students[::37])),
        pairs=(Pair(students[0].id, students[1].id, 0.93, 41, (PairFunction("A07.bce_loss", CODE, CODE),)),) if size > 1 else (),
        wall=10.0,
    )  # fmt: skip


def _grade(number: int, random_: random.Random, hostile: bool) -> Grade:
    name = random_.choice(SURNAMES) + random_.choice(GIVEN)
    identifier = HOSTILE if hostile else f"2024{number:05d}"
    if number % 41 == 40:
        status = random_.choice(("missing", "unreadable"))
        return Grade(identifier, status, name, statuses=("",) * len(exercises()), section="B")
    skill = random_.betavariate(4, 2)
    functions = []
    for index, (id_, _, points, tier) in enumerate(exercises()):
        hard = 0.25 + 0.75 * ((index * 37) % 10) / 10
        status = (
            "pass"
            if random_.random() < skill * 1.35 * (1.1 - hard * 0.5)
            else random_.choice(("fail", "partial", "todo", "error", "rule", "timeout"))
        )
        earned = points if status == "pass" else points / 2 if status == "partial" else 0.0
        functions.append(FunctionGrade(id_, status, earned, points, tier))
    by_assignment: dict[str, list[FunctionGrade]] = {}
    for function in functions:
        by_assignment.setdefault(function.id.partition(".")[0], []).append(function)
    assignments = tuple(
        AssignmentGrade(a, sum(f.points for f in fs), sum(f.max_points for f in fs)) for a, fs in by_assignment.items()
    )
    points = sum(f.points for f in functions)
    most = sum(f.max_points for f in functions)
    return Grade(
        identifier, "graded", HOSTILE if hostile else name, section="AB"[number % 2], points=points, max_points=most, final=points,
        percent=100 * points / most, assignments=assignments, functions=tuple(functions), statuses=tuple(f.status for f in functions),
        report="javascript:alert(1)" if hostile else f"students/2024{number:05d}.html", seconds=3.1, late_days=number % 9 // 8,
    )  # fmt: skip


def _mistakes(size: int, hostile: bool) -> tuple[MisconceptionRow, ...]:
    ids = tuple(f"2024{n:05d}" for n in range(min(size, 50)))
    code = HOSTILE if hostile else CODE
    sentence = Message("a07_logistic", "A07.bce_loss.wrong.minus_only_first_term")
    other = Message("a07_logistic", "A07.sigmoid.wrong.exp_over_one_plus_exp_overflow")
    return (
        MisconceptionRow("minus_only_first_term", "A07.bce_loss", "a07_logistic", sentence, max(1, size // 3), size, 4.0 * size / 3, code, ids),
        MisconceptionRow("exp_over_one_plus_exp_overflow", "A07.sigmoid", "a07_logistic", other, max(1, size // 9), size, size / 9, code, ids[:9]),
    )  # fmt: skip

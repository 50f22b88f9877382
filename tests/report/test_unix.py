"""One line for each problem: a student's text starts none of its own, and each has its level and its place."""

import re

import pytest

from grader.grading.totals import totals
from grader.locale import Words
from grader.model.outcome import Place
from grader.model.result import AssignmentResult, Environment, FunctionResult, Result
from grader.model.submission import Problem
from grader.model.verdict import Breach, Message, Verdict
from grader.report.unix import render

WORDS = Words("en")
LINE = re.compile(r"[^:\n]+:\d+:\d+: (error|warning|info): \S[^\n]*")


def lines(status, tier="core", problems=(), path="a07_logistic.py", **more):
    verdict = Verdict("A07.sigmoid", status, 0, 5, tier, **more)
    function = FunctionResult(verdict, "", "sigmoid(x)", "def sigmoid(x): ...", "a07_logistic.py", 10)
    assignment = AssignmentResult("A07", "a07_logistic", (function,), path)
    environment = Environment("0", "2", "3", "c", 7, "none")
    said = render(
        Result("s", "d", (assignment,), totals([verdict]), environment, problems), WORDS, "work/"
    ).splitlines()
    assert all(LINE.fullmatch(line) for line in said), said
    return said


FORBIDDEN = Breach("AUTOGRAD", "Tensor.backward", Place("a07_logistic.py", 12))
REQUIRED = Breach("CALL", "torch.exp", None, True)


def test_each_broken_rule_has_a_line_at_its_place():
    first, second = lines("rule", breaches=(FORBIDDEN, REQUIRED))
    assert first.startswith("work/a07_logistic.py:12:")
    assert "Tensor.backward" in first
    assert second.startswith("work/a07_logistic.py:10:")
    assert "torch.exp" in second


def test_a_mistake_beside_a_broken_rule_has_its_own():
    said = lines(
        "fail", breaches=(FORBIDDEN,), finding=Message("judge", "finding.shape", {"expected": "(5,)", "got": "(5, 1)"})
    )
    assert len(said) == 2
    assert "(5, 1)" in said[1]


@pytest.mark.parametrize(
    ("status", "tier", "level"),
    [("todo", "core", "info"), ("skip", "bonus", "info"), ("fail", "core", "error"), ("fail", "bonus", "warning"), ("timeout", "extra", "warning")],
)  # fmt: skip
def test_the_level(status, tier, level):
    (said,) = lines(status, tier)
    assert f": {level}: " in said


@pytest.mark.parametrize("status", ["pass", "carried"])
def test_what_needs_nothing_has_no_line(status):
    assert lines(status) == []


def test_no_text_starts_a_line():
    evil = "x\nother.py:1:1: error: forged\x1b[2J\r\u2028"
    (said,) = lines("rule", breaches=(Breach("CALL", evil, None),))
    assert "\x1b" not in said
    said = lines("error", finding=Message("judge", "finding.raised", {"type": "E", "message": evil}), path="a07\nx.py")
    assert len(said) == 1


def test_what_could_not_be_read_is_said_of_the_folder():
    (said,) = lines("pass", problems=(Problem("not_permitted", {"file": "locked\nx"}),))
    assert said.startswith("work/:1:1: warning: ")

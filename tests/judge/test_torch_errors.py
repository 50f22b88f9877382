"""An exception in plain words: the whole sentence with its numbers, and silence where it is not the student's mistake."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import torch

from grader.author import Draw, corner
from grader.contestant.inprocess import answers
from grader.judge.diagnosis import diagnose
from grader.judge.diagnosis.evidence import Evidence
from grader.judge.diagnosis.torch_errors import _known, explain, explained_error
from grader.judge.plan import plan
from grader.judge.verdict import judge_runs
from grader.model.outcome import Raised
from grader.model.verdict import Diagnosis, Message
from tests.judge.probes import twice


@pytest.mark.parametrize(
    ("type_name", "text", "name", "params"),
    [
        ("RuntimeError", "mat1 and mat2 shapes cannot be multiplied (7x3 and 5x11)", "mat_shapes", {"left": "7x3", "right": "5x11"}),
        ("RuntimeError", "size mismatch, got input (7), mat (7x3), vec (5)", "mat_vector", {"left": "7x3", "right": "5"}),
        ("RuntimeError", "The size of tensor a (7) must match the size of tensor b (3) at non-singleton dimension 0", "broadcast", {"left": "7", "right": "3", "dim": "0"}),
        ("RuntimeError", "first line\nshape '[4, 2]' is invalid for input of size 6", "reshape", {"shape": "[4, 2]", "size": "6"}),
        ("UnboundLocalError", "local variable 'h' referenced before assignment", "unbound", {"name": "h"}),
        ("UnboundLocalError", "cannot access local variable 'h' where it is not associated with a value", "unbound", {"name": "h"}),
        ("TypeError", "std():\ncould not infer output dtype", "int_mean", {}),
        ("RecursionError", "too deep", "recursion", {}),
        ("ZeroDivisionError", "by zero", "zero_division", {}),
        ("OverflowError", "too large", "overflow", {}),
    ],
)  # fmt: skip
def test_the_sentence_of_an_exception(type_name: str, text: str, name: str, params: dict[str, str]) -> None:
    assert explain(Raised(type_name, text)) == Message("judge", f"torch_error.{name}", params)


def test_a_row_of_the_table() -> None:
    row = _known("name", "first.*second")
    assert row.id == "name"
    assert row.pattern.search("the first\nand the second") is not None
    assert row.pattern.search("second, first") is None


def test_a_known_text_says_more_than_the_type() -> None:
    assert explain(Raised("OverflowError", "math range error")) == Message("judge", "torch_error.math_domain", {})
    assert explain(Raised("KeyError", "'W1'")) is None


def and_nothing(draw: Draw):
    yield from twice.cases(draw)
    yield corner(torch.zeros(0), raises=ValueError, why="empty")


TWICE = replace(twice, cases=and_nothing)


def evidence(function: Any, **outcome: Any) -> Evidence:
    runs = plan(TWICE, 3)
    given = answers(function, [run.call for run in runs], TWICE.parameters)
    if outcome:
        given = [replace(a, outcome=replace(a.outcome, **outcome)) for a in given]
    return Evidence(TWICE, judge_runs(twice, runs, given))


def dividing(x: Any) -> Any:
    return x / (1 // 0)


def test_the_exception_of_the_run_that_is_shown() -> None:
    expected = Diagnosis("torch_error.zero_division", "torch_error", Message("judge", "torch_error.zero_division", {}))
    assert explained_error(evidence(dividing)) == expected
    assert diagnose(evidence(dividing)) == expected


def test_what_is_not_the_students_exception() -> None:
    assert explained_error(evidence(dividing, todo=True)) is None
    assert explained_error(evidence(lambda x: x)) is None
    assert explained_error(Evidence(TWICE, ())) is None

    def own_words(x: Any) -> Any:
        raise ValueError("mine")

    assert explained_error(evidence(own_words)) is None

    def only_where_another_is_promised(x: Any) -> Any:
        return 2 * x if x.numel() else dividing(x)

    assert explained_error(evidence(only_where_another_is_promised)) is None


def test_a_right_answer_has_no_cause() -> None:
    def right(x: Any) -> Any:
        if not x.numel():
            raise ValueError
        return 2 * x

    assert diagnose(evidence(right)) is None

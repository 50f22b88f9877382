"""Several watched runs as one piece of evidence, and a watch that saw nothing that counts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import torch

from grader.contestant.inprocess import answers
from grader.contestant.tensors import encode
from grader.judge.plan import plan
from grader.judge.verdict import judge_runs
from grader.judge.watching import merged, unwatched
from grader.model.exercise import Exercise
from grader.model.outcome import Alias, Behaviour, Place, Raised, Returned, Step, Use, Watch
from tests.judge.probes import twice

A, B, C = (Use(name, "function", Place("a.py", n)) for n, name in enumerate("abc", 1))
STEP, OTHER = Step("add", 1), Step("mul", 2)


def test_nothing_watched_is_no_evidence() -> None:
    assert merged([]) is None


def test_one_run_is_itself() -> None:
    only = Watch((A, B), "graph task", Place("a.py", 3), True, (STEP,), "it raised")
    assert merged([only]) == only


def test_uses_of_all_proof_of_the_first_that_has_it_steps_of_the_first() -> None:
    first = Watch((A, B), steps=(STEP,))
    second = Watch((B, C), "functorch", Place("a.py", 7), True, (OTHER,), "this")
    third = Watch((C,), "graph task", Place("a.py", 9), False, (), "that")
    assert merged([first, second, third]) == Watch((A, B, C), "functorch", Place("a.py", 7), True, (STEP,), "this")
    assert merged([first, Watch((A,))]) == Watch((A, B), steps=(STEP,))
    assert merged([first, third]) == Watch((A, B, C), "graph task", Place("a.py", 9), False, (STEP,), "that")


SAW = Watch((A,))
BUILDS = replace(twice, uses=("A98.once",))


def why(watched: bool, watch: Watch | None, exercise: Exercise = twice, **more: Any) -> str:
    """Why nothing was seen; the last run alone is in question, whatever came before it was as it should be."""
    runs = [replace(run, call=replace(run.call, watch=True)) for run in plan(twice, 1)]
    runs[-1] = replace(runs[-1], call=replace(runs[-1].call, watch=watched))
    given = [replace(answer, watch=SAW) for answer in answers(lambda x: 2 * x, [run.call for run in runs], ("x",))]
    given[-1] = replace(given[-1], watch=watch, **more)
    return unwatched(exercise, judge_runs(twice, runs, given))


@pytest.mark.parametrize(
    ("watched", "watch", "expected"),
    [
        (True, SAW, ""),
        (True, None, "no report"),
        (True, Watch((A,), failed="it raised"), "it raised"),
        (True, Watch(), "no call seen"),
        (False, None, ""),
        (False, Watch(failed="it raised"), ""),
        (False, Watch(), ""),
    ],
)
def test_why_a_watch_saw_nothing(watched: bool, watch: Watch | None, expected: str) -> None:
    assert why(watched, watch) == expected


def test_a_run_that_did_not_return_has_nothing_to_show() -> None:
    assert why(True, None, outcome=Raised("ValueError", "mine")) == ""
    assert unwatched(twice, ()) == ""


def test_a_tensor_needs_a_call_unless_it_is_an_argument_or_anothers_work() -> None:
    assert why(True, Watch(), behaviour=Behaviour(aliases=(Alias("", "x"),))) == ""
    assert why(True, Watch(), BUILDS) == ""
    assert why(True, Watch((A,)), BUILDS) == ""
    assert why(True, Watch(), outcome=Returned(3.0)) == ""
    assert why(True, Watch(), outcome=Returned((3.0, encode(torch.ones(2))))) == "no call seen"
    assert why(True, Watch(), outcome=Returned(encode(torch.ones(0)))) == ""

"""Judges one function in this process: plan, contestant's observation code, judge, diagnosis."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from grader.author import load_course
from grader.contestant.inprocess import answers
from grader.grading.worked import WorkedAnswers
from grader.judge.diagnosis import Evidence, diagnose
from grader.judge.plan import Run, plan
from grader.judge.verdict import judge_runs, verdict
from grader.model.exercise import Course
from grader.model.verdict import Diagnosis, Verdict

torch.set_num_threads(1)
SOLUTIONS = Path(__file__).parents[2] / "solutions"


@functools.cache
def course() -> Course:
    return load_course(None)


@functools.cache
def worked() -> WorkedAnswers:
    return WorkedAnswers(SOLUTIONS)


@functools.cache
def runs(identifier: str, seed: int) -> tuple[Run, ...]:
    return plan(course().exercise(identifier), seed)


def judge(
    identifier: str, function: Callable[..., Any], seed: int = 1, *, why: bool = True
) -> tuple[Verdict, Diagnosis | None]:
    """Verdict and (if asked why) diagnosis of `function` as an answer. Rules are left out: there is no source."""
    exercise = course().exercise(identifier)
    planned = runs(identifier, seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a wrong answer may well warn
        given = answers(function, [run.call for run in planned], exercise.parameters, _files(function))
        done = judge_runs(exercise, planned, given)
        found = verdict(exercise, done)
        if found.status == "pass" or not why:
            return found, None
        trace = lambda call: answers(function, [call], exercise.parameters, _files(function))[0]
        return found, diagnose(Evidence(exercise, done, trace=trace, worked=worked().function(exercise)))


def _files(function: Callable[..., Any]) -> dict[str, str]:
    name = getattr(getattr(function, "__code__", None), "co_filename", "")
    return {name: "answer.py"} if name else {}

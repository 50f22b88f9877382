"""Judges one function in this process: plan, contestant's observation code, judge, rules, diagnosis."""

from __future__ import annotations

import functools
import inspect
import linecache
import warnings
from collections.abc import Callable
from typing import Any

from grader.author import load_course
from grader.contestant.inprocess import answers
from grader.judge.diagnosis import Evidence, diagnose
from grader.judge.plan import Run, plan
from grader.judge.verdict import judge_runs, verdict
from grader.model.exercise import Course, Exercise
from grader.model.verdict import Diagnosis, Verdict


@functools.cache
def course() -> Course:
    return load_course(None)


@functools.cache
def runs(identifier: str, seed: int) -> tuple[Run, ...]:
    return plan(course().exercise(identifier), seed)


def judge(identifier: str, function: Callable[..., Any], seed: int = 1) -> tuple[Verdict, Diagnosis | None]:
    """Verdict and diagnosis of `function` as an answer to the exercise. Rules are left out: no source is at hand."""
    exercise = course().exercise(identifier)
    planned = runs(identifier, seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a wrong answer may well warn
        given = answers(function, [run.call for run in planned], exercise.parameters, _files(function))
        done = judge_runs(exercise, planned, given)
        found = verdict(exercise, done)
        return found, diagnose(Evidence(exercise, done)) if found.status != "pass" else None


def _files(function: Callable[..., Any]) -> dict[str, str]:
    name = getattr(getattr(function, "__code__", None), "co_filename", "")
    return {name: "answer.py"} if name else {}


def named(exercise: Exercise) -> str:
    return exercise.id


__all__ = ["course", "inspect", "judge", "linecache", "runs"]

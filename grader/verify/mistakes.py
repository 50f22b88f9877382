"""Every known mistake fails, and is told by its own name."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from grader.contestant.inprocess import answers
from grader.errors import GraderError
from grader.grading.shelf import Shelf
from grader.judge.diagnosis.evidence import Evidence
from grader.judge.diagnosis.misconceptions import misconception
from grader.judge.plan import Run
from grader.judge.verdict import judge_runs, verdict
from grader.model.exercise import Exercise


def mistakes(exercises: Sequence[Exercise], seed: int) -> Iterator[str]:
    """A line for every wrong formula that passes, or that the diagnosis does not call by its own id."""
    shelf = Shelf(seed)
    for exercise in exercises:
        if not exercise.wrong:
            yield f"{exercise.id}: no known mistakes"
        try:
            runs = shelf.runs(exercise)
        except GraderError as error:
            yield f"{exercise.id}: {error.message}"
            continue
        for name, formula in exercise.wrong.items():
            yield from _told(exercise, name, formula, runs)


def _told(exercise: Exercise, name: str, formula: Callable[..., Any], runs: Sequence[Run]) -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        given = answers(formula, [run.call for run in runs], exercise.parameters)
    done = judge_runs(exercise, runs, given)
    if verdict(exercise, done).status == "pass":
        yield f"{exercise.id}.{name}: passes; no case tells it from the right answer"
        return
    found = misconception(Evidence(exercise, done))
    if found is None:
        yield f"{exercise.id}.{name}: not told by its name; another known mistake does the same on these cases"
    elif found.id != name:
        yield f"{exercise.id}.{name}: told as {found.id}"

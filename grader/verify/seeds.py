"""The worked answers pass whatever the seed draws."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace

from grader.contestant.inprocess import answers
from grader.errors import GraderError
from grader.grading.shelf import Shelf
from grader.grading.worked import WorkedAnswers
from grader.judge.verdict import judge_runs, verdict
from grader.model.exercise import Exercise


def solutions_under_seeds(exercises: Sequence[Exercise], worked: WorkedAnswers, seeds: Sequence[int]) -> Iterator[str]:
    """A line for every worked answer that fails with one of the seeds."""
    for seed in seeds:
        shelf = Shelf(seed)
        for exercise in exercises:
            try:
                yield from _under(exercise, worked, shelf)
            except GraderError as error:
                yield f"{exercise.id}, seed {seed}: {error.message}"


def _under(exercise: Exercise, worked: WorkedAnswers, shelf: Shelf) -> Iterator[str]:
    runs = shelf.runs(exercise)
    calls = [replace(run.call, watch=False) for run in runs]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        given = answers(worked.function(exercise), calls, exercise.parameters)
    found = verdict(exercise, judge_runs(exercise, runs, given))
    if found.status != "pass":
        finding = f"{found.finding.id} {found.finding.params}" if found.finding else ""
        case = f"case {found.case.number} ({found.case.why})" if found.case else ""
        yield f"{exercise.id}, seed {shelf.seed}: {found.status} {finding} {case}".rstrip()

"""Small exercises, and what a function of theirs is judged to be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from grader.author import Draw, NewAssignment, case, corner, seen
from grader.contestant.inprocess import answers
from grader.judge.diagnosis.evidence import Evidence
from grader.judge.plan import plan
from grader.judge.verdict import judge_runs
from grader.model.exercise import Exercise
from grader.model.verdict import Diagnosis, Message

PAGE = NewAssignment("A99", "a99_probe")
T = torch.tensor


@PAGE.exercise(points=1)
class twice:
    """2x"""

    reference = lambda x: 2 * x

    def cases(draw: Draw):
        yield seen(torch.tensor([1.0]))
        yield case(draw.normal(3))


@PAGE.exercise(points=1)
class squash:
    """x / (1 + |x|)"""

    reference = lambda x: x / (1 + x.abs())
    scale = torch.ones_like

    def cases(draw: Draw):
        yield seen(T([0.5, 1.0, -1.0]))
        yield case(draw.normal(7, 5))
        yield case(draw.normal(3, 11))
        yield case(draw.normal(5, 5), why="square")
        yield case(draw.normal(1), why="batch_of_one")
        yield corner(T([-100.0, -89.5, 90.0, 100.0]), why="extreme")
        yield corner(T([-60.0, 70.0]), why="saturated")
        yield corner(T([0.0, -0.0]), why="kink")
        yield corner(torch.zeros(0), raises=ValueError, why="empty")


def right(x: Tensor) -> Tensor:
    return x / (1 + x.abs())


def evidence(function: Callable[..., Any], exercise: Exercise = squash, **more: Any) -> Evidence:
    def refusing(*args: Any) -> Any:
        if any(isinstance(a, Tensor) and a.numel() == 0 for a in args):
            raise ValueError
        return function(*args)

    runs = plan(exercise, 3)
    files = {function.__code__.co_filename: "answer.py"}
    given = answers(refusing, [run.call for run in runs], exercise.parameters, files)
    return Evidence(exercise, judge_runs(exercise, runs, given), **more)


def page(*cases: Any) -> Exercise:
    """`squash` on these cases alone."""
    return replace(squash, cases=lambda draw: cases, layouts=False)


def says(name: str, wording: str = "", **params: Any) -> Diagnosis:
    """That the cause is a class."""
    return Diagnosis(f"class.{name}", "class", Message("judge", f"class.{wording or name}", params))

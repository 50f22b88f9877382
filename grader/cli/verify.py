"""`grader verify`: prove that a course judges fairly and explains what it can."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import click

from grader.cli.console import Console
from grader.cli.options import course, seed, targets
from grader.cli.speaking import command as spoken
from grader.cli.waiting import patiently
from grader.course.index import read_index
from grader.errors import LearnerError
from grader.workspace.target import named

SEEDS = 5


@spoken(
    "verify",
    targets(),
    click.Option(["--seeds"], type=click.IntRange(1, 1000), default=SEEDS),
    click.Option(["--mutants"], is_flag=True),
    seed(),
    course(),
)
def command(
    console: Console, targets: Sequence[str], seeds: int, mutants: bool, seed: int | None, course: Path | None
) -> int:
    """One line per step and one per thing that is wrong; exit code 1 when there is any."""
    from grader.verify import mutation, verify

    look, wrong = console.look(), 0
    first = seed or 0
    only = _only(targets, course)
    steps = verify(course, only, range(first, first + seeds))
    steps = chain(steps, mutation(course, only, first)) if mutants else steps
    for step in patiently(steps, console.words.say_short("cli", "watch.starting")):
        wrong += len(step.wrong)
        sign = look.sign("fail" if step.wrong else "pass")
        said = console.words.say_short("cli", f"verify.{step.id}")
        console.out(f"{sign} {said}: {max(0, step.checked - len(step.wrong))}/{step.checked}\n")
        for line in step.wrong:
            console.out(f"    {line}\n")
    console.lines(console.say("verify.wrong", count=wrong) if wrong else console.say("verify.right"))
    return 1 if wrong else 0


def _only(targets: Sequence[str], course: Path | None) -> list[str]:
    if not targets:
        return []
    index = read_index(course)
    found = [named(word, index) for word in targets]
    for word, id in zip(targets, found, strict=True):
        if id is None:
            raise LearnerError("not_in_index", word=word)
    return [id for id in found if id]

"""`grader new-exercise`: the files of a new exercise, which work from the first moment."""

from __future__ import annotations

import os
from pathlib import Path

import click

from grader.cli.console import Console
from grader.cli.speaking import command as spoken
from grader.cli.waiting import Patience


@spoken(
    "new-exercise",
    click.Argument(["identifier"], metavar="ID"),
    click.Option(["--slug"], default="", metavar="NAME"),
    click.Option(["--course"], type=click.Path(file_okay=False, path_type=Path), metavar="DIR"),
)
def command(console: Console, identifier: str, slug: str, course: Path | None) -> int:
    """Write them and say what comes next."""
    with Patience(console.words.say_short("cli", "watch.starting")):
        from grader.scaffold import new_exercise

        made = new_exercise(identifier, course, slug)
    for path in made.files:
        console.out(f"  {os.path.relpath(path)}\n")
    assignment = made.id.partition(".")[0]
    where = f" --course {course}" if course else ""
    console.lines(console.say("new-exercise.next", id=made.id, assignment=assignment, course=where))
    return 0

"""`grader import`: masters of nbgrader and Otter become a course skeleton."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from grader.cli.console import Console
from grader.cli.speaking import command as spoken


@spoken(
    "import",
    click.Argument(
        ["masters"], nargs=-1, required=True, metavar="MASTER...", type=click.Path(exists=True, path_type=Path)
    ),
    click.Option(["--course"], required=True, metavar="DIR", type=click.Path(file_okay=False, path_type=Path)),
)
def command(console: Console, masters: Sequence[Path], course: Path) -> int:
    """Write the course's files; say what became an exercise, and what a human has to look at."""
    from grader.importing import import_masters

    done = import_masters(masters, course)
    for path in done.files:
        console.out(f"  {os.path.relpath(path)}\n")
    for id, points in done.exercises:
        console.out(console.words.say_short("cli", "import.made", id=id, points=f"{points:g}") + "\n")
    for left in done.left:
        why = console.words.say_short("cli", f"import.left.{left.id}", **left.params)
        console.lines(console.words.say_short("cli", "import.left", file=left.file, what=left.what, why=why))
    if done.files:
        console.lines(console.say("import.next", course=os.path.relpath(course)))
    return 0 if done.exercises else 1

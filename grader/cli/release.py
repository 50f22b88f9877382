"""`grader release`: what a teacher hands out. Grades nothing and imports no torch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from grader.cli.console import Console
from grader.cli.options import course
from grader.cli.speaking import command as spoken
from grader.course.index import read_index
from grader.release import KINDS, files, request, write

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@spoken(
    "release",
    click.Argument(["kind"], metavar="KIND", type=click.Choice(KINDS)),
    click.Argument(["folder"], metavar="DEST", type=click.Path(file_okay=False, path_type=Path)),
    click.Option(["--assignment", "assignments"], multiple=True, metavar="ID"),
    click.Option(["--grader", "requirement"], default="", metavar="REQUIREMENT"),
    click.Option(["--hidden"], type=_FILE, metavar="FILE"),
    course(),
)
def command(
    console: Console,
    kind: str,
    folder: Path,
    assignments: Sequence[str],
    requirement: str,
    hidden: Path | None,
    course: Path | None,
) -> int:
    """Write the files of that kind into a new folder."""
    if hidden is not None and kind in ("student", "classroom"):
        raise click.UsageError(f"--hidden / {kind}")
    wanted = request(read_index(course), assignments, requirement, course, hidden)
    written = write(files(kind, wanted), folder)
    console.out(console.words.say_short("cli", "release.written", count=len(written), folder=str(folder)) + "\n")
    console.lines(console.say(f"release.next.{kind}", folder=str(folder)))
    return 0

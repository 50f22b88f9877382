"""`grader start`: put the stubs into a folder."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.console import Console
from grader.cli.options import course
from grader.cli.speaking import command as spoken
from grader.course.index import read_index
from grader.course.places import places
from grader.workspace.start import start


@spoken(
    "start",
    click.Argument(["folder"], default=".", metavar="[DIR]", type=click.Path(file_okay=False, path_type=Path)),
    click.Option(["--notebook"], is_flag=True),
    course(),
)
def command(console: Console, folder: Path, notebook: bool, course: Path | None) -> int:
    """Copy what is not there yet; what is there stays as it is."""
    index = read_index(course)
    started = start(folder.resolve(), index, places(course), ".ipynb" if notebook else ".py")
    if started.new:
        console.lines(console.say("start.new", count=len(started.new), folder=str(started.folder)))
    if started.kept:
        console.lines(console.say("start.kept", count=len(started.kept), folder=str(started.folder)))
    file = (*started.new, *started.kept)[0]
    console.lines(console.say("start.next", file=f"{started.folder.name}/{file.name}", id=index.assignments[0].id))
    return 0

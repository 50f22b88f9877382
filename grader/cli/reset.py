"""`grader reset`: give a function or a file its stub back."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from grader.cli.console import Console, is_terminal
from grader.cli.options import course, ids
from grader.cli.speaking import command as spoken
from grader.course.index import IndexedAssignment, read_index
from grader.course.places import places
from grader.errors import LearnerError
from grader.workspace.files import write_atomically
from grader.workspace.reset import reset_file, reset_function
from grader.workspace.start import stub_text
from grader.workspace.target import FOLDER, named, student_file, workspace


@spoken(
    "reset",
    click.Argument(["what"], metavar="ASSIGNMENT|FUNCTION", shell_complete=ids),
    click.Option(["-y", "--yes"], is_flag=True),
    course(),
)
def command(console: Console, what: str, yes: bool, course: Path | None) -> int:
    """Ask, keep a backup, then replace."""
    index = read_index(course)
    id = named(what, index)
    assignment = index.assignment(id.partition(".")[0]) if id else None
    if id is None or assignment is None:
        raise LearnerError("not_an_exercise", word=what)
    root = workspace(index, Path.cwd())
    file = student_file(root, assignment)
    if file is None:
        return _restore(console, root, assignment, course)
    _agree(console, yes, id, file)
    stub = stub_text(places(course), assignment.slug, file.suffix)
    name = id.partition(".")[2]
    kept = reset_function(root, file, stub, name) if name else reset_file(root, file, stub)
    console.lines(console.say("reset.done", id=id, file=str(file), backup=str(kept)))
    return 0


def _restore(console: Console, root: Path, assignment: IndexedAssignment, course: Path | None) -> int:
    """The file is not there: nothing can be lost, so the whole stub comes back."""
    file = root / FOLDER / f"{assignment.slug}.py"
    write_atomically(file, stub_text(places(course), assignment.slug, ".py"))
    console.lines(console.say("reset.restored", file=str(file)))
    return 0


def _agree(console: Console, yes: bool, id: str, file: Path) -> None:
    if yes:
        return
    if not is_terminal(sys.stdin):
        raise LearnerError("reset_unasked", word=id)
    console.out(console.words.say_short("cli", "reset.ask", id=id, file=file.name) + " [y/N] ")
    if sys.stdin.readline().strip().lower() not in ("y", "yes", "예", "네", "ㅇ"):
        raise click.Abort

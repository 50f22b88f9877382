"""`grader hint`: the next hint of a function. Hints cost nothing."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click

from grader.cli.console import Console
from grader.cli.options import course, ids
from grader.cli.speaking import command as spoken
from grader.course.index import Index, IndexedFunction, read_index
from grader.errors import LearnerError
from grader.workspace.memory import Memory
from grader.workspace.target import named, workspace

LEVELS = 3


@spoken(
    "hint",
    click.Argument(["function"], required=False, default="", metavar="[FUNCTION]", shell_complete=ids),
    click.Option(["--level"], type=click.IntRange(1, LEVELS), metavar="1|2|3"),
    click.Option(["--all", "every"], is_flag=True),
    course(),
)
def command(console: Console, function: str, level: int | None, every: bool, course: Path | None) -> int:
    """Show one more hint than last time, or the level asked for, or all three."""
    index = read_index(course)
    show_hint(console, index, _memory(index), function, level, every)
    return 0


def show_hint(
    console: Console,
    index: Index,
    memory: Memory | None,
    function: str,
    level: int | None = None,
    every: bool = False,
) -> None:
    """Show a hint of `function` ("" for the one that the student is at) and remember it."""
    asked = _asked(function, index, memory)
    slug = next(a.slug for a in index.assignments if asked in a.functions)
    if level is None:
        level = LEVELS if every else min(LEVELS, (memory[asked.id].hint if memory else 0) + 1)
    console.out(f"{asked.id}   {asked.formula.splitlines()[0] if asked.formula else ''}\n")
    for number in range(1 if every else level, level + 1):
        title = console.words.say_short("cli", "hint.title", level=number, of=LEVELS)
        console.lines(f"{title}\n  " + console.words.say(slug, f"{asked.id}.hint.{number}").replace("\n", "\n  "))
    if level < LEVELS:
        console.lines(console.words.say_short("cli", "hint.next", id=asked.id))
    if memory:
        memory.open_hint(asked.id, level)
        with suppress(OSError):
            memory.save()


def _memory(index: Index) -> Memory | None:
    """None outside of a workspace: hints work everywhere, they are only not counted there."""
    try:
        return Memory(workspace(index, Path.cwd()))
    except LearnerError:
        return None


def _asked(word: str, index: Index, memory: Memory | None) -> IndexedFunction:
    """The function meant; without a word, the first that was tried and does not pass, else the first that is left."""
    if word:
        id = named(word, index)
        found = index.function(id) if id else None
        if found is None:
            raise LearnerError("not_a_function", word=word)
        return found
    rest = [f for f in index.functions if memory is None or memory[f.id].status not in ("pass", "carried")]
    tried = [f for f in rest if memory is not None and memory[f.id].status not in ("todo", "skip")]
    return (tried or rest or list(index.functions))[0]

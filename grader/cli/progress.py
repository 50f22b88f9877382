"""`grader progress`: where you stand, from earlier runs. Grades nothing."""

from __future__ import annotations

from pathlib import Path

from grader.cli.console import Console
from grader.cli.options import course
from grader.cli.speaking import command as spoken
from grader.course.index import Index, IndexedAssignment, read_index
from grader.report.terminal.columns import cells, cut, pad
from grader.report.terminal.look import Look
from grader.workspace.memory import DONE, Memory
from grader.workspace.target import workspace


@spoken("progress", course())
def command(console: Console, course: Path | None) -> int:
    """One line per assignment and one for the whole."""
    index = read_index(course)
    show_progress(console, index, Memory(workspace(index, Path.cwd())))
    return 0


def show_progress(console: Console, index: Index, memory: Memory) -> None:
    """The table of `grader progress`."""
    look = console.look()
    titles = {a.id: f"{a.id} {console.words.say_short(a.slug, f'{a.id}.title')}" for a in index.assignments}
    current = next((a.id for a in index.assignments if not _done(a, memory)), "")
    here = console.words.say_short("cli", "progress.here")
    room = look.columns - 29 - (cells(here) + 6 if look.columns > 72 else 0)
    width = max(8, min(max(cells(t) for t in titles.values()), room))
    for assignment in index.assignments:
        line = _line(assignment, memory, look, pad(cut(titles[assignment.id], width), width))
        mark = f"   <- {here}" if assignment.id == current else ""
        console.out((line + mark if cells(line + mark) <= look.columns else line) + "\n")
    core = [f for a in index.assignments for f in a.core]
    earned, of = sum(memory[f.id].points for f in core), sum(f.points for f in core)
    more = sum(memory[f.id].points for f in index.functions if f.tier != "core")
    percent = min(110.0, 100 * (earned + more) / of) if of else 0.0
    console.out("-" * min(look.columns, 72) + "\n")
    bonus = f" +{more:g}" if more else ""
    said = console.words.say_short
    total = said("cli", "progress.total", points=f"{earned:g}{bonus}", of=f"{of:g}", percent=f"{percent:.0f}")
    opened = sum(memory[f.id].hint > 0 for f in index.functions)
    console.lines(f"{total}   {said('cli', 'progress.hints', count=opened)}")


def _line(assignment: IndexedAssignment, memory: Memory, look: Look, title: str) -> str:
    functions = assignment.functions
    passed = sum(memory[f.id].status in DONE for f in functions)
    points, of = sum(memory[f.id].points for f in functions), sum(f.points for f in assignment.core or functions)
    counts = f"{passed}/{len(functions)}"
    return f"{title}  {look.bar(passed, len(functions))}  {counts:>5}  {points:>4g}/{of:g}"


def _done(assignment: IndexedAssignment, memory: Memory) -> bool:
    return all(memory[f.id].status in DONE for f in assignment.core or assignment.functions)

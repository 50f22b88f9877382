"""What `check` and `watch` share: what a run leaves behind, and the exit code it means."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from grader.cli.console import Console
from grader.errors import GraderError
from grader.grading.totals import DONE
from grader.model.result import Result
from grader.report import result_json, result_read
from grader.report.terminal import Before
from grader.workspace.memory import Memory
from grader.workspace.merge import merge

PASSED, BELOW, USAGE, FAULT = 0, 1, 2, 3


def exit_code(result: Result) -> int:
    """0 when all selected core functions pass (all functions, where no core one was selected); 2 when what was named
    holds no assignment at all.
    """
    verdicts = [f.verdict for f in result.functions]
    if not verdicts:
        return USAGE
    if any(v.status == "grader_fault" for v in verdicts):
        return FAULT
    judged = [v for v in verdicts if v.tier == "core"] or verdicts
    return PASSED if all(v.status in DONE for v in judged) else BELOW


def learn(memory: Memory, result: Result) -> Before | None:
    """Take over the verdicts; returns how the same functions stood before, None when they are new."""
    verdicts = [f.verdict for f in result.functions]
    points = memory.points(v.id for v in verdicts)
    lost = tuple(v.id for v in verdicts if memory[v.id].status in DONE and v.status not in DONE)
    memory.learn(result.functions)
    return None if points is None else Before(points, lost)


def remember(memory: Memory, result: Result, console: Console) -> None:
    """Write what was learnt, for the next run. A folder that cannot be written (a read-only share) loses the memory,
    not the verdict.
    """
    with suppress(OSError):
        memory.save()
        memory.keep_result(result_json.dumps(merge(last_result(memory), result), console.course))


def last_result(memory: Memory) -> Result | None:
    """Everything graded in this workspace so far, None when nothing was or the record is unreadable."""
    with suppress(OSError, UnicodeDecodeError, GraderError):
        return result_read.loads(memory.last_result.read_text(encoding="utf-8"))
    return None


def write_html(file: str, result: Result, console: Console) -> Path:
    """Write the student's report. Raises OSError."""
    from grader.report.html.student import render
    from grader.workspace.files import write_atomically

    path = Path(file)
    write_atomically(path, render(result, console.words))
    return path.resolve()


def write_json(file: str, result: Result, console: Console, out: Callable[[str], None]) -> None:
    """Write the result as JSON; "-" is stdout. Raises OSError."""
    from grader.workspace.files import write_atomically

    text = result_json.dumps(result, console.course) + "\n"
    if file == "-":
        out(text)
    else:
        write_atomically(Path(file), text)

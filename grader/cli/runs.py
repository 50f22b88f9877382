"""What `check` and `watch` share: what a run leaves behind, and the exit code it means."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from grader.cli.console import Console
from grader.errors import GraderError, LearnerError
from grader.grading.totals import DONE
from grader.model.history import History
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


def exit_code_of_written(result: Result) -> int:
    """The same about what was begun: stubs are no obstacle, and nothing written yet is no failure."""
    begun = [f for f in result.functions if f.verdict.status not in ("todo", "skip")]
    assignments = tuple(replace(a, functions=tuple(f for f in a.functions if f in begun)) for a in result.assignments)
    return exit_code(replace(result, assignments=assignments)) if begun else PASSED


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


def write_html(file: str, result: Result, console: Console, memory: Memory) -> Path:
    """Write the student's report, with what the folder remembers, and note that it was written. Raises OSError."""
    path = write_html_of(file, result, console, memory.history)
    memory.note_report(result)
    return path


def write_html_of(file: str, result: Result, console: Console, history: History | None = None) -> Path:
    """Write the student's report of a result, wherever it comes from. Raises OSError."""
    from grader.report.html.student import render
    from grader.workspace.files import write_atomically

    path = Path(file)
    write_atomically(path, render(result, console.words, history or History()))
    return path.resolve()


def write_feedback(file: str, notebook: Path, result: Result, console: Console) -> Path:
    """Write a copy of the notebook with cells of feedback. Raises OSError, LearnerError."""
    from grader.report.notebook import with_feedback
    from grader.submission.found import Refused
    from grader.submission.text import decode
    from grader.workspace.files import write_atomically

    try:
        text = decode(notebook.read_bytes(), notebook.name)
    except Refused:
        raise LearnerError("feedback_notebook") from None
    path = Path(file)
    write_atomically(path, with_feedback(text, result, console.words))
    return path.resolve()


def write_json(file: str, result: Result, console: Console, out: Callable[[str], None]) -> None:
    """Write the result as JSON; "-" is stdout. Raises OSError."""
    from grader.workspace.files import write_atomically

    text = result_json.dumps(result, console.course) + "\n"
    if file == "-":
        out(text)
    else:
        write_atomically(Path(file), text)

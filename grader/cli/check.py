"""`grader check`: grade once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from grader.cli.console import Console
from grader.cli.options import course, html_file, isolation, json_file, seed, targets, verbose, wall
from grader.cli.speaking import command as spoken
from grader.cli.waiting import Patience
from grader.course.index import read_index
from grader.errors import LearnerError
from grader.model.result import Result
from grader.workspace.target import Target
from grader.workspace.target import target as understood

FORMATS = ("text", "unix")


@dataclass(frozen=True)
class _Wanted:
    """What a run is asked to write: `format` on stdout, files by name."""

    format: str
    verbose: bool
    json_file: str | None
    html_file: str | None
    feedback_file: str | None


@spoken(
    "check",
    targets(),
    json_file(),
    html_file(),
    click.Option(["--feedback", "feedback_file"], metavar="FILE"),
    click.Option(["--format", "format"], type=click.Choice(FORMATS), default="text"),
    click.Option(["--written"], is_flag=True),
    seed(),
    course(),
    wall(),
    isolation(),
    verbose(),
)
def command(
    console: Console,
    targets: Sequence[str],
    json_file: str | None,
    html_file: str | None,
    feedback_file: str | None,
    format: str,
    written: bool,
    seed: int | None,
    course: Path | None,
    wall: float,
    isolation: str,
    verbose: bool,
) -> int:
    """Grade the targets, print and write what was asked for; the exit code says whether the core passes."""
    index = read_index(course)
    target = understood(targets, index, Path.cwd())
    wanted = _Wanted(format, verbose, json_file, html_file, feedback_file)
    if feedback_file:
        _writable(feedback_file, target)
    with Patience(console.words.say_short("cli", "watch.starting")) as patience:
        from grader.grading import Session
        from grader.workspace.reading import read_target

        with Session(course=course, seed=seed, wall=wall, isolation=isolation) as session:
            submission = read_target(target, index.slugs)
            result = session.grade(submission, only=target.only, on_function=patience, plots=index.slugs)
    _tell(console, result, target, wanted)
    from grader.cli.runs import exit_code, exit_code_of_written

    return exit_code_of_written(result) if written else exit_code(result)


def _tell(console: Console, result: Result, target: Target, wanted: _Wanted) -> None:
    from grader.cli.runs import learn, remember, write_html, write_json
    from grader.workspace.memory import Memory

    memory = Memory(target.root)
    before = learn(memory, result)
    says = wanted.json_file != "-"
    if says and wanted.format == "unix":
        from grader.report.unix import render as unix

        console.out(unix(result, console.words, _folder(target)))
    elif says:
        from grader.report.terminal import render

        console.out(render(result, console.words, console.look(wanted.verbose), before))
    if wanted.json_file:
        write_json(wanted.json_file, result, console, console.out)
    written = [write_html(wanted.html_file, result, console, memory)] if wanted.html_file else []
    if wanted.feedback_file and result.functions:
        from grader.cli.runs import write_feedback

        written.append(write_feedback(wanted.feedback_file, _notebook(target), result, console))
    for path in written if says and wanted.format == "text" else []:
        console.out(console.words.say_short("cli", "report.written", path=str(path)) + "\n")
    remember(memory, result, console)


def _folder(target: Target) -> str:
    """The folder that the result's files are in, as seen from here, for editors to open them."""
    folder = os.path.relpath(target.path).replace(os.sep, "/")
    return "" if folder == "." or not target.path.is_dir() else f"{folder}/"


def _notebook(target: Target) -> Path:
    """The notebook that feedback is written into. Raises LearnerError."""
    named = target.file if target.file is not None else target.path
    if named.suffix.lower() != ".ipynb":
        raise LearnerError("feedback_notebook")
    return named


def _writable(file: str, target: Target) -> None:
    if Path(file).resolve() == _notebook(target).resolve():
        raise LearnerError("feedback_itself", file=file)

"""`grader check`: grade once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from grader.cli.console import Console
from grader.cli.options import course, html_file, isolation, json_file, seed, targets, verbose, wall
from grader.cli.speaking import command as spoken
from grader.course.index import read_index
from grader.workspace.target import target as understood


@spoken("check", targets(), json_file(), html_file(), seed(), course(), wall(), isolation(), verbose())
def command(
    console: Console,
    targets: Sequence[str],
    json_file: str | None,
    html_file: str | None,
    seed: int | None,
    course: Path | None,
    wall: float,
    isolation: str,
    verbose: bool,
) -> int:
    """Grade the targets, print and write what was asked for; the exit code says whether the core passes."""
    index = read_index(course)
    target = understood(targets, index, Path.cwd())
    from grader.grading import Session

    with Session(course=course, seed=seed, wall=wall, isolation=isolation) as session:
        from grader.cli.waiting import Progress
        from grader.workspace.reading import read_target

        with Progress() as progress:
            submission = read_target(target, index.slugs)
            result = session.grade(submission, only=target.only, on_function=progress, plots=index.slugs)
    from grader.cli.runs import exit_code, learn, remember, write_html, write_json
    from grader.workspace.memory import Memory

    code = exit_code(result)
    memory = Memory(target.root)
    before = learn(memory, result)
    if json_file != "-":
        from grader.report.terminal import render

        console.out(render(result, console.words, console.look(verbose), before))
    if json_file:
        write_json(json_file, result, console, console.out)
    if html_file:
        path = write_html(html_file, result, console)
        if json_file != "-":
            console.out(console.words.say_short("cli", "report.written", path=str(path)) + "\n")
    remember(memory, result, console)
    return code

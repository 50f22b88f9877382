"""`grader report`: the HTML report of what was graded so far. Grades nothing and imports no torch."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click

from grader.cli.console import Console
from grader.cli.options import course
from grader.cli.speaking import command as spoken
from grader.course.index import read_index
from grader.errors import LearnerError
from grader.workspace.memory import Memory
from grader.workspace.target import workspace


@spoken(
    "report",
    click.Option(["--from", "source"], metavar="FILE", type=click.Path(dir_okay=False, exists=True, path_type=Path)),
    click.Option(["--html", "html_file"], default="report.html", metavar="FILE"),
    click.Option(["--open", "show"], is_flag=True),
    course(),
)
def command(console: Console, source: Path | None, html_file: str, show: bool, course: Path | None) -> int:
    """Write the report of the last results, or of a file that `check --json` wrote."""
    from grader.cli.runs import last_result, write_html, write_html_of
    from grader.report import result_read

    if source is not None:
        result = result_read.loads(source.read_text(encoding="utf-8", errors="replace"))
        path = write_html_of(html_file, result, console)
    else:
        memory = Memory(workspace(read_index(course), Path.cwd()))
        found = last_result(memory)
        if found is None:
            raise LearnerError("nothing_graded")
        path = write_html(html_file, found, console, memory)
        with suppress(OSError):
            memory.save()
    console.out(console.words.say_short("cli", "report.written", path=str(path)) + "\n")
    if show:
        import webbrowser

        webbrowser.open(path.as_uri())
    return 0

"""`grader export`: results in the format of another tool. Grades nothing and imports no torch."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import click

from grader.cli.console import Console
from grader.cli.options import course
from grader.cli.speaking import command as spoken
from grader.model.gradebook import Grade
from grader.report.exports import GRADE_FORMATS, ONE_RESULT, exporter, formats, md
from grader.report.exports.grades import from_results, from_table
from grader.report.exports.reading import below, counted, one, published, results

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_PUBLISHED = {"csv": "grades.csv", "moodle": "moodle.csv", "nbgrader": "nbgrader.csv"}
_MARKED = ("csv", "moodle")


@spoken(
    "export",
    click.Argument(["source"], metavar="RESULTS", type=click.Path(exists=True, path_type=Path)),
    click.Option(["--to", "format"], required=True, type=click.Choice(formats())),
    click.Option(["-o", "--output"], metavar="FILE", type=click.Path(dir_okay=False, path_type=Path)),
    click.Option(["--student"], default="", metavar="ID"),
    click.Option(["--prefix"], default="", metavar="DIR"),
    click.Option(["--canvas"], type=_FILE, metavar="CSV"),
    click.Option(["--canvas-column"], default="", metavar="TITLE"),
    course(),
)
def command(
    console: Console,
    source: Path,
    format: str,
    output: Path | None,
    student: str,
    prefix: str,
    canvas: Path | None,
    canvas_column: str,
    course: Path | None,  # noqa: ARG001 (the console keeps it: that course's words)
) -> int:
    """Write RESULTS in that format to a file or to stdout."""
    if format in GRADE_FORMATS:
        text = _grades(console, source, format, canvas, canvas_column)
    elif format == "md" and not student and (table := published(source, "grades.csv")):
        text = md.of_class(from_table(table), console.words)
    else:
        found = results(source)
        chosen = [one(found, counted(source, student))] if student or format in ONE_RESULT else list(found)
        text = exporter(format).render([below(r, prefix) for r in chosen], console.words)
    _write(console, text, output)
    return 0


def _grades(console: Console, source: Path, format: str, canvas: Path | None, column: str) -> str:
    if format in _PUBLISHED and (text := published(source, _PUBLISHED[format])):
        return ("\ufeff" if format in _MARKED else "") + text
    grades = _rows(source)
    if format == "canvas":
        from grader.report.exports import canvas as module

        if canvas is not None:
            from grader.classroom.texts import text_of

            return module.filled(grades, text_of(canvas), column)
        return module.render(grades, console.words, column)
    return str(exporter(format).render(grades, console.words))


def _rows(source: Path) -> Sequence[Grade]:
    table = published(source, "grades.csv")
    return from_table(table) if table else from_results(list(results(source)))


def _write(console: Console, text: str, output: Path | None) -> None:
    """UTF-8 in either case: what reads it is a program."""
    if output is not None:
        from grader.workspace.files import write_atomically

        write_atomically(output, text)
        return
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None or sys.stdout.isatty():
        console.out(text)
        return
    with suppress(BrokenPipeError):
        sys.stdout.flush()
        stream.write(text.encode())
        stream.flush()

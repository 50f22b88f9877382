"""`grader ci`: grade in a CI job or an autograder container, and write what the platform reads."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from grader.ci import platform
from grader.ci.outcome import exit_code, last_line
from grader.cli.console import Console
from grader.cli.options import course, isolation, seed, targets, verbose, wall
from grader.cli.speaking import command as spoken
from grader.course.index import Index, read_index
from grader.errors import GraderError, LearnerError
from grader.model.result import Result
from grader.model.submission import Submission

_HIDDEN = click.Path(exists=True, dir_okay=False, path_type=Path)


@dataclass(frozen=True)
class _Job:
    """Where a run stands: `layout` of the platform, `root` of the repository or the container."""

    layout: str
    root: Path
    out: Path
    fail_under: float | None
    classroom: bool
    verbose: bool


@spoken(
    "ci",
    targets(),
    click.Option(["--out"], default="grader-out", metavar="DIR", type=click.Path(file_okay=False, path_type=Path)),
    click.Option(["--fail-under"], type=click.FloatRange(0, 110), metavar="PERCENT"),
    click.Option(["--layout"], type=click.Choice(platform.LAYOUTS)),
    click.Option(["--root"], metavar="DIR", type=click.Path(file_okay=False, path_type=Path)),
    click.Option(["--classroom"], is_flag=True),
    click.Option(["--hidden"], type=_HIDDEN, metavar="FILE"),
    seed(),
    course(),
    wall(),
    isolation(),
    verbose(),
)
def command(
    console: Console,
    targets: Sequence[str],
    out: Path,
    fail_under: float | None,
    layout: str | None,
    root: Path | None,
    classroom: bool,
    hidden: Path | None,
    course: Path | None,
    verbose: bool,
    **session: Any,
) -> int:
    """Grade, write, and end with a line to search for. The exit code is that of `check`, or of --fail-under."""
    layout = layout or platform.detect(os.environ)
    job = _Job(layout, root or _root(layout), out, fail_under, classroom, verbose)
    result: Result | None = None
    code = 3
    try:
        _trusted(job, course)
        index = read_index(course)
        submission, only, folder = _submission(job, targets, index)
        result = _graded(submission, only, index, hidden, {"course": course, **session})
        code = _told(console, job, _in_repository(job, folder, result))
    except GraderError as error:
        code = error.exit_code
        raise
    except KeyboardInterrupt:
        code = 130
        raise
    finally:
        console.out(last_line(result, code))
    return code


def _root(layout: str) -> Path:
    from grader.ci.container import ROOTS

    return Path(ROOTS[layout]) if layout in ROOTS else platform.repository(layout, os.environ, Path.cwd())


def _trusted(job: _Job, course: Path | None) -> None:
    """On the platforms where the student owns the repository."""
    from grader.ci.installed import refuse_checkout

    if job.layout in (platform.GITHUB, platform.GITLAB):
        refuse_checkout(job.root, course)


def _submission(job: _Job, targets: Sequence[str], index: Index) -> tuple[Submission, Sequence[str] | None, Path]:
    """What is graded, the selection, and the folder that the names of its files start from."""
    if job.layout in (platform.GRADESCOPE, platform.PRAIRIELEARN):
        from grader.ci.container import submission
        from grader.submission import read_submission
        from grader.workspace.target import named

        ids = tuple(named(word, index) or _unknown(word, index) for word in targets)
        folder = submission(job.layout, job.root)
        return read_submission(folder, index.slugs, identifier="submission"), ids or None, folder
    from grader.workspace.reading import read_target
    from grader.workspace.target import target

    understood = target(targets, index, Path.cwd())
    folder = understood.path if understood.path.is_dir() else understood.path.parent
    return read_target(understood, index.slugs), understood.only, folder


def _unknown(word: str, index: Index) -> str:
    ids = [a.id for a in index.assignments]
    raise LearnerError("unknown", word=word, first=ids[0], last=ids[-1])


def _graded(
    submission: Submission, only: Sequence[str] | None, index: Index, hidden: Path | None, session: dict[str, Any]
) -> Result:
    from grader.batch.hidden import hidden_cases, redacted
    from grader.grading import Session

    extra: Callable[..., Any] | None = None
    if hidden is not None:
        text = hidden.read_text(encoding="utf-8")
        extra = lambda course, seed: hidden_cases(text, course, seed)  # noqa: E731 (one line where it is used)
    with Session(hidden=extra, **session) as open_session:
        result = open_session.grade(submission, only=only, plots=() if hidden else index.slugs)
        return redacted(result, open_session.hidden)


def _in_repository(job: _Job, folder: Path, result: Result) -> Result:
    from grader.report.exports.reading import below

    return below(result, platform.prefix(folder, job.root))


def _told(console: Console, job: _Job, result: Result) -> int:
    """Write everything; returns the exit code."""
    if job.layout in (platform.GRADESCOPE, platform.PRAIRIELEARN):
        from grader.ci import container

        console.out(f"{container.write(result, job.layout, job.root, console.words)}\n")
        return 0
    from grader.ci import folder, github, log

    console.out(log.text(result, console.words, console.look(job.verbose), job.layout))
    if job.layout == platform.GITHUB:
        github.tell(result, console.words, os.environ)
        console.out(github.notices(result) if job.classroom else "")
    for path in folder.write(result, job.out, console.words, job.layout):
        console.out(f"{path}\n")
    return exit_code(result, job.fail_under)

"""`grader batch`: grade a class."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from grader.batch.processors import processors
from grader.cli.console import Console
from grader.cli.options import course, isolation, seed
from grader.cli.speaking import command as spoken
from grader.errors import LearnerError

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def _moment(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> datetime | None:
    """A deadline without a zone is in the zone of this machine."""
    if value is None:
        return None
    try:
        return datetime.fromisoformat(value).astimezone()
    except ValueError:
        raise LearnerError("not_a_time", value=value) from None


def _parameters() -> Sequence[click.Parameter]:
    number = click.FloatRange(0, 10_000)
    return (
        click.Argument(["submissions"], type=click.Path(path_type=Path)),
        click.Option(["--out"], required=True, type=click.Path(path_type=Path), metavar="DIR"),
        click.Option(["--assignment", "assignments"], multiple=True, metavar="ID"),
        click.Option(["--roster"], type=_FILE, metavar="CSV"),
        seed(),
        click.Option(["--jobs"], type=click.IntRange(1, 256), metavar="N"),
        click.Option(["--timeout"], type=click.FloatRange(0.1, 3600), default=5.0, metavar="SECONDS"),
        click.Option(["--resume"], is_flag=True),
        click.Option(["--fresh"], is_flag=True),
        click.Option(["--only"], multiple=True, metavar="ID"),
        click.Option(["--hidden"], type=_FILE, metavar="FILE"),
        click.Option(["--attempts"], type=click.Choice(["best", "last"]), default="best"),
        click.Option(["--due"], callback=_moment, metavar="TIME"),
        click.Option(["--late-per-day"], type=number, default=0.0, metavar="PERCENT"),
        click.Option(["--late-cap"], type=click.FloatRange(0, 100), default=100.0, metavar="PERCENT"),
        click.Option(["--grace"], type=number, default=0.0, metavar="MINUTES"),
        click.Option(["--canvas"], type=_FILE, metavar="CSV"),
        click.Option(["--canvas-column"], default="", metavar="TITLE"),
        click.Option(["--anonymize"], is_flag=True),
        isolation(),
        click.Option(["--allow-weak-isolation", "weak"], is_flag=True),
        click.Option(["--cluster"], is_flag=False, flag_value="local", metavar="ADDRESS"),
        course(),
    )


@spoken("batch", *_parameters())
def command(console: Console, **given: Any) -> int:
    """Grade every submission, keep every result, write the files. 0 when every submission was processed."""
    if given.pop("resume") and given["fresh"]:
        raise click.UsageError("--resume / --fresh")
    from grader.batch.run import run_batch

    jobs, out = given.pop("jobs"), given["out"]
    request = _request(console, given)
    from grader.cli.batch_progress import progress

    with progress(console, sys.stderr) as events:
        try:
            report = run_batch(request, _executors(jobs or processors(), request.cluster), events)
        except KeyboardInterrupt:
            events.close()
            console.err(console.words.say("batch", "interrupted", done=events.done, of=events.total) + "\n")
            return 130
    _told(console, report, out)
    return 0


def _request(console: Console, given: dict[str, Any]) -> Any:
    from grader.batch.run import Request
    from grader.classroom.lateness import LatePolicy

    policy = LatePolicy(given["due"], given["late_per_day"], given["late_cap"], given["grace"])
    return Request(
        submissions=given["submissions"], out=given["out"], course=given["course"], roster=given["roster"],
        seed=given["seed"], wall=given["timeout"], isolation=given["isolation"], weak=given["weak"],
        fresh=given["fresh"], only=given["only"], assignments=given["assignments"] or None, hidden=given["hidden"],
        cluster=given["cluster"],
        policy=policy, which=given["attempts"], lang=console.lang, anonymize=given["anonymize"],
        canvas=given["canvas"], canvas_column=given["canvas_column"], command=_command_line(),
    )  # fmt: skip


def _command_line() -> str:
    """As it was typed, without folders and without what a continued run has more or less."""
    words = [Path(a).name or a for a in sys.argv[1:] if a not in ("--resume", "--fresh")]
    return " ".join(["grader", *words])


def _executors(jobs: int, cluster: str | None) -> Any:
    def make(setup: Any, log: Path, waiting: int) -> Any:
        if cluster is not None:
            from grader.batch.cluster import ClusterPool

            return ClusterPool(setup, jobs, cluster, log)
        from grader.batch.local import LocalPool

        return LocalPool(setup, min(jobs, waiting), log, waiting)  # each imports torch: none to stand idle

    return make


def _told(console: Console, report: Any, out: Path) -> None:
    count = {
        s: sum(g.status == s for g in report.students) for s in ("graded", "unreadable", "grader_fault", "missing")
    }
    console.out(console.words.say_short("batch", "done", students=len(report.students), **count) + "\n")
    console.out(f"  {out / 'class.html'}\n  {out / 'grades.csv'}\n")

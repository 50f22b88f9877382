"""`grader adjust`: an instructor's override or comment, with who, when and why."""

from __future__ import annotations

import getpass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import click

from grader.cli.console import Console
from grader.cli.speaking import command as spoken
from grader.errors import LearnerError


@spoken(
    "adjust",
    click.Argument(["student"], required=False),
    click.Argument(["target"], required=False),
    click.Option(["--out"], type=click.Path(file_okay=False, path_type=Path), default=Path(), metavar="DIR"),
    click.Option(["--points"], type=click.FloatRange(0, 10_000), metavar="N"),
    click.Option(["--why"], default="", metavar="TEXT"),
    click.Option(["--comment"], default="", metavar="TEXT"),
    click.Option(["--who"], default="", metavar="NAME"),
    click.Option(["--undo"], is_flag=True),
    click.Option(["--history"], is_flag=True),
)
def command(console: Console, student: str | None, target: str | None, out: Path, **given: Any) -> int:
    """Change points of one function of one student, or comment; then write the class's files again."""
    from grader.batch.vault import FOLDER

    path = out / FOLDER / "gradebook.sqlite"
    if not path.exists():
        raise LearnerError("no_class", out=str(out))
    from grader.gradebook.store import Gradebook

    with Gradebook(path) as gradebook:
        if given["history"]:
            _history(console, gradebook, student)
            return 0
        _decide(gradebook, student, target, given)
        from grader.batch.run import publish_again

        report = publish_again(out, gradebook)
    grade = next((g for g in report.students if g.id == student), None)
    if grade is not None:
        text = console.words.say_short("batch", "adjust.now", student=student or "", percent=f"{grade.percent:.1f}")
        console.out(text + "\n")
    return 0


def _decide(gradebook: Any, student: str | None, target: str | None, given: dict[str, Any]) -> None:
    from grader.batch.settings import read_settings
    from grader.gradebook.rows import Adjustment, Comment

    if not student:
        raise LearnerError("adjust_whom")
    if not gradebook.has_student(student):
        raise LearnerError("no_student", student=student)
    who, at = given["who"] or getpass.getuser(), datetime.now(timezone.utc).isoformat(timespec="seconds")
    if target:
        points = _max_points(read_settings(gradebook.settings()).exercises(), target)
    if given["comment"]:
        gradebook.comment(Comment(student, target or "", given["comment"], who, at))
    if given["points"] is None and not given["undo"]:
        if not given["comment"]:
            raise LearnerError("adjust_nothing")
        return
    if not target:
        raise LearnerError("adjust_where", student=student)
    if not given["why"] and not given["undo"]:
        raise LearnerError("adjust_why")
    if not given["undo"] and given["points"] > points:
        raise LearnerError("adjust_most", function=target, points=f"{points:g}")
    gradebook.adjust(Adjustment(student, target, None if given["undo"] else given["points"], given["why"], who, at))


def _max_points(exercises: list[tuple[str, str, float, str]], target: str) -> float:
    for identifier, _, points, _ in exercises:
        if identifier == target:
            return points
    asked = ", ".join(dict.fromkeys(e[0].partition(".")[0] for e in exercises))
    raise LearnerError("adjust_target", function=target, asked=asked)


def _history(console: Console, gradebook: Any, student: str | None) -> None:
    for number, started, finished in gradebook.runs():
        key = "history.run" if finished else "history.unfinished"
        console.out(console.words.say_short("batch", key, number=number, started=started) + "\n")
    for a in gradebook.adjustments(student):
        points = "—" if a.points is None else f"{a.points:g}"
        console.out(f"{a.at}  {a.who}  {a.student}  {a.target}  {points}  {a.why}\n")
    for c in gradebook.comments():
        if student in (None, c.student):
            console.out(f"{c.at}  {c.who}  {c.student}  {c.target}  {c.text}\n")

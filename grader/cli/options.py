"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from grader.cli.console import LANGUAGES, Console


def common() -> list[click.Parameter]:
    """What every command takes, before or after its name."""
    return [
        _setting("--lang", "lang", type=click.Choice(LANGUAGES)),
        _setting("--no-color", "no_color", is_flag=True, default=None, keep=_without_colour),
        _setting("--ascii", "ascii", is_flag=True, default=None),
        _setting("--width", "width", type=click.IntRange(40, 1000), metavar="N"),
        _setting("--debug", "debug", is_flag=True, default=None),
    ]


def _without_colour(console: Console, value: bool) -> None:
    console.colour = not value


def _setting(flag: str, name: str, keep: Callable[[Console, Any], None] | None = None, **settings: Any) -> click.Option:
    def kept(ctx: click.Context, _: click.Parameter, value: Any) -> None:
        console = ctx.ensure_object(Console)
        if value is not None and keep is not None:
            keep(console, value)
        elif value is not None:
            setattr(console, name, value)

    return click.Option([flag, name], expose_value=False, callback=kept, is_eager=True, **settings)


def targets() -> click.Parameter:
    return click.Argument(["targets"], nargs=-1, metavar="[TARGET]...", shell_complete=ids)


def ids(ctx: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    """Assignments while the id is typed, then the functions of that assignment; files as the shell completes them."""
    from grader.course.index import read_index
    from grader.errors import GraderError

    with suppress(GraderError, OSError):
        index = read_index(ctx.params.get("course"))
        wanted = begun.lower()
        ids = [f.id for f in index.functions] if "." in begun else [a.id for a in index.assignments]
        found = [CompletionItem(id) for id in ids if id.lower().startswith(wanted)]
        if found and begun:
            return found
        return [*found, CompletionItem(begun, type="file")]
    return [CompletionItem(begun, type="file")]


def course() -> click.Parameter:
    """The folder of a course other than the built-in one."""

    def kept(ctx: click.Context, _: click.Parameter, value: Path | None) -> Path | None:
        if value is not None:
            ctx.ensure_object(Console).course = str(value)
        return value

    folder = click.Path(exists=True, file_okay=False, path_type=Path)
    return click.Option(["--course"], type=folder, metavar="DIR", callback=kept)


def seed() -> click.Parameter:
    return click.Option(["--seed"], type=click.IntRange(0, 2**63 - 1), metavar="N")


def wall() -> click.Parameter:
    return click.Option(["--wall"], type=click.FloatRange(0.1, 3600), default=10.0, metavar="SECONDS")


def isolation() -> click.Parameter:
    return click.Option(["--isolation"], default="auto", metavar="LEVEL")


def verbose() -> click.Parameter:
    return click.Option(["-v", "--verbose"], is_flag=True)


def json_file() -> click.Parameter:
    return click.Option(["--json", "json_file"], metavar="FILE")


def html_file() -> click.Parameter:
    return click.Option(["--html", "html_file"], metavar="FILE")

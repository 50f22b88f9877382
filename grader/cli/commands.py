"""The list of commands. The module of a command is imported when it is called: `--help` needs none of them."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import click

from grader import __version__
from grader.cli.console import Console
from grader.cli.options import common
from grader.cli.speaking import Spoken, definitions

SECTIONS = {
    "learn": ("start", "check", "watch", "hint", "progress", "report", "reset"),
    "teach": ("batch", "export", "adjust", "ci", "release"),
    "author": ("new-exercise", "import", "derive", "verify", "doctor"),
}
NAMES = tuple(name for names in SECTIONS.values() for name in names)


class Grader(Spoken, click.Group):
    """`grader` itself."""

    def __init__(self) -> None:
        super().__init__("grader", params=[*common(), _version()], invoke_without_command=True, callback=_no_command)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        return [name for name in NAMES if find_spec(_module(name)) is not None]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command = getattr(import_module(_module(cmd_name)), "command")  # noqa: B009 (one name in each module)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            raise _unknown(ctx, name, self.list_commands(ctx))
        return super().resolve_command(ctx, args)

    def more_help(self, ctx: click.Context) -> str:
        """The commands, by what they are for."""
        console = ctx.find_object(Console) or Console()
        there = set(self.list_commands(ctx))
        text = ""
        for section, names in SECTIONS.items():
            rows = [(n, console.words.say_short("cli", f"{n}.short")) for n in names if n in there]
            if rows:
                text += f"\n{console.words.say_short('cli', f'section.{section}')}\n" + definitions(rows, console)
        return text


def _module(name: str) -> str:
    """`import` is a word of Python's and cannot name a module."""
    return f"grader.cli.{ {'import': 'importing'}.get(name, name.replace('-', '_')) }"


def _unknown(ctx: click.Context, name: str, names: list[str]) -> click.UsageError:
    from difflib import get_close_matches

    console = ctx.find_object(Console) or Console()
    error = click.UsageError(console.say("error.no_command", name=name), ctx)
    error.possibilities = get_close_matches(name, names, n=2)  # type: ignore[attr-defined]
    return error


def _no_command() -> None:
    ctx = click.get_current_context()
    if ctx.invoked_subcommand is None:
        ctx.ensure_object(Console).out(ctx.get_help() + "\n")


def _version() -> click.Option:
    def show(ctx: click.Context, _: click.Parameter, value: bool) -> None:
        if value:
            ctx.ensure_object(Console).out(f"grader {__version__}\n")
            ctx.exit()

    return click.Option(["--version"], is_flag=True, is_eager=True, expose_value=False, callback=show)

"""Help in the language of the run: texts come from the catalogue when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

from grader.cli.console import Console
from grader.report.terminal.columns import cells, pad, wrap

_TERM = 24


class Spoken(click.Command):
    """A command whose help is the message `<name>.help`, and whose options' are `option.<command>.<name>`, or else
    `option.<name>`."""

    def get_help(self, ctx: click.Context) -> str:
        console = ctx.find_object(Console) or Console()
        usage = console.words.say_short("cli", "usage")
        pieces = " ".join([ctx.command_path, *self.collect_usage_pieces(ctx)])
        text = f"{usage}: {pieces}\n\n"
        text += console.wrapped(console.say(f"{self.name}.help"))
        rows = [row for p in self.get_params(ctx) if (row := _row(p, console, str(self.name)))]
        text += self.more_help(ctx)
        return (text + f"\n{console.words.say_short('cli', 'options')}\n{definitions(rows, console)}").rstrip("\n")

    def more_help(self, ctx: click.Context) -> str:  # noqa: ARG002 (the group's needs it)
        """What stands between the text and the options."""
        return ""


def command(name: str, *parameters: click.Parameter) -> Callable[[Callable[..., Any]], click.Command]:
    """Make a function the callback of a command. It is called with the console and the values of `parameters`."""

    def make(function: Callable[..., Any]) -> click.Command:
        from grader.cli.options import common

        return Spoken(name, callback=click.pass_obj(function), params=[*parameters, *common()])

    return make


def definitions(rows: Sequence[tuple[str, str]], console: Console) -> str:
    """Terms and their texts in two columns."""
    column = min(_TERM, max((cells(term) for term, _ in rows), default=0) + 2)
    text = ""
    for term, said in rows:
        lines = wrap(said, console.columns, " " * (column + 2))
        if cells(term) < column:
            lines[0] = f"  {pad(term, column)}{lines[0].lstrip()}"
        else:
            lines.insert(0, f"  {term}")
        text += "\n".join(lines) + "\n"
    return text


def _row(parameter: click.Parameter, console: Console, command: str) -> tuple[str, str] | None:
    if not isinstance(parameter, click.Option) or parameter.hidden:
        return None
    names = ", ".join(sorted(parameter.opts, key=len))
    choices = "|".join(getattr(parameter.type, "choices", ()))
    short = len(choices) <= _TERM
    if not parameter.is_flag and not parameter.count:
        value = choices if choices and short else (parameter.metavar or str(parameter.name).upper())
        names += f" {value}"
    id = "help" if "--help" in parameter.opts else parameter.name
    own = f"option.{command}.{id}"
    said = console.words.say_short("cli", own if console.words.has("cli", own) else f"option.{id}")
    return names, said if short else f"{said}: {choices.replace('|', ', ')}"

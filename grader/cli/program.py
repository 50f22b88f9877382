"""From the command line to an exit code: 0, 1, 2 (usage), 3 (ours) or 130 (interrupted). No traceback of ours."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from grader.cli.commands import Grader
from grader.cli.console import Console, prepare_streams
from grader.errors import GraderError, LearnerError
from grader.leaving import leave

USAGE, FAULT, INTERRUPTED = 2, 3, 130
EXTRAS = {
    "sqlalchemy": "batch",
    "alembic": "batch",
    "rich": "batch",
    "dask": "cluster",
    "distributed": "cluster",
    "yaml": "otter",
    "IPython": "jupyter",
}


def main() -> NoReturn:
    """The process ends here."""
    leave(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run a command line; returns the exit code."""
    prepare_streams()
    console = Console(arguments)
    try:
        code = Grader().main(list(arguments), "grader", standalone_mode=False, obj=console)
        return code if isinstance(code, int) else 0
    except (KeyboardInterrupt, click.Abort):
        console.err(console.say("interrupted") + "\n")  # click has ended the line
        return INTERRUPTED
    except click.UsageError as error:
        return _usage(console, error)
    except click.ClickException as error:
        console.err(_labelled(console, error.format_message()))
        return USAGE
    except click.exceptions.Exit as error:
        return error.exit_code
    except GraderError as error:
        return _told(console, error)
    except OSError as error:
        return _system(console, error)
    except ModuleNotFoundError as error:
        return _not_installed(console, error)
    except Exception as error:  # noqa: BLE001 (the last line of defence: a learner never sees our traceback)
        return _fault(console, error)


def _labelled(console: Console, text: str) -> str:
    return f"{console.words.say_short('cli', 'error')}: {text}\n"


def _told(console: Console, error: GraderError) -> int:
    if console.debug:
        raise error
    text, step = error.message, error.hint
    if isinstance(error, LearnerError):
        text = console.say(f"error.{error.id}", **error.params)
        step = console.say(f"error.{error.next_id}.next", **error.params)
    console.err(_labelled(console, text) + (f"  {step}\n" if step else ""))
    return error.exit_code


def _usage(console: Console, error: click.UsageError) -> int:
    command = error.ctx.command_path if error.ctx else "grader"
    close = getattr(error, "possibilities", None)
    if isinstance(error, click.NoSuchOption):
        text = console.say("error.no_option", option=error.option_name)
    else:
        text = error.format_message()
    if close:
        text += " " + console.say("error.did_you_mean.next", close=", ".join(sorted(close)))
    console.err(_labelled(console, text) + "  " + console.say("error.usage.next", command=command) + "\n")
    return USAGE


def _system(console: Console, error: OSError) -> int:
    """A file or disk that refuses: the person at the keyboard can do something about it."""
    if console.debug:
        raise error
    console.err(_labelled(console, ": ".join(str(part) for part in (error.filename, error.strerror or error) if part)))
    console.err("  " + console.say("error.system.next") + "\n")
    return USAGE


def _not_installed(console: Console, error: ModuleNotFoundError) -> int:
    """A command that wants more packages than everybody needs says which, instead of looking broken."""
    extra = EXTRAS.get((error.name or "").partition(".")[0])
    if extra is None:
        return _fault(console, error)
    return _told(console, LearnerError("no_extra", module=str(error.name), extra=extra))


def _fault(console: Console, error: Exception) -> int:
    if console.debug:
        raise error
    console.err(_labelled(console, console.say("fault", what=f"{type(error).__name__}: {error}"[:300])))
    console.err("  " + console.say("fault.next") + "\n")
    return FAULT

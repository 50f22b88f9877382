"""`grader derive`: make stubs, notebooks, index and compiled messages from their sources."""

from __future__ import annotations

import os
from pathlib import Path

import click

from grader.cli.console import Console
from grader.cli.options import course
from grader.cli.speaking import command as spoken
from grader.cli.waiting import Patience


@spoken("derive", click.Option(["--check"], is_flag=True), course())
def command(console: Console, check: bool, course: Path | None) -> int:
    """Write what is out of step; with --check only say so, exit code 1."""
    with Patience(console.words.say_short("cli", "watch.starting")):
        from grader.derive import derive, stale, write

        derived = derive(course)
        changed = stale(derived) if check else write(derived)
    for path in changed:
        told = os.path.relpath(path)
        if path not in derived:
            told = console.words.say_short("cli", "derive.orphan" if check else "derive.removed", path=told)
        console.out(f"  {told}\n")
    said = "derive.same" if not changed else "derive.stale" if check else "derive.written"
    count = len(changed) if check else len(derived.keys() & set(changed))
    console.out(console.words.say_short("cli", said, count=count, of=len(derived)) + "\n")
    return 1 if check and changed else 0

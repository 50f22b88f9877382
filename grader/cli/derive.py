"""`grader derive`: make stubs, notebooks, index and compiled messages from their sources."""

from __future__ import annotations

import os
from pathlib import Path

import click

from grader.cli.console import Console
from grader.cli.options import course
from grader.cli.speaking import command as spoken


@spoken("derive", click.Option(["--check"], is_flag=True), course())
def command(console: Console, check: bool, course: Path | None) -> int:
    """Write what is out of step; with --check only say so, exit code 1."""
    from grader.derive import derive, stale, write

    derived = derive(course)
    changed = stale(derived) if check else write(derived)
    for path in changed:
        console.out(f"  {os.path.relpath(path)}\n")
    said = "derive.same" if not changed else "derive.stale" if check else "derive.written"
    console.out(console.words.say_short("cli", said, count=len(changed), of=len(derived)) + "\n")
    return 1 if check and changed else 0

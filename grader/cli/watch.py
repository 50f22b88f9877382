"""`grader watch`: one warm session, graded again on every save."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from grader.cli.console import Console, is_terminal
from grader.cli.keys import keys
from grader.cli.options import course, isolation, seed, targets, wall
from grader.cli.speaking import command as spoken
from grader.cli.watching import Watching
from grader.course.index import read_index
from grader.errors import LearnerError
from grader.workspace.target import target as understood


@spoken("watch", targets(), seed(), course(), wall(), isolation())
def command(
    console: Console, targets: Sequence[str], seed: int | None, course: Path | None, wall: float, isolation: str
) -> int:
    """Watch until q or Ctrl-C. Needs a terminal."""
    index = read_index(course)
    target = understood(targets, index, Path.cwd())
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        raise LearnerError("no_terminal")
    from grader.grading import Session

    signal.signal(signal.SIGTERM, _interrupt)
    with keys() as pressed:
        console.out(console.words.say_short("cli", "watch.starting") + "\n")
        with Session(course=course, seed=seed, wall=wall, isolation=isolation) as session:
            Watching(console, index, target, session, pressed).until_quit()
    return 0


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """A polite end leaves the terminal as Ctrl-C does."""
    raise KeyboardInterrupt

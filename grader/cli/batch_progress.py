"""How a batch is shown while it runs: a bar on a terminal, one line for each submission elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO

from grader.batch.job import Hello
from grader.cli.console import Console, is_terminal
from grader.report.clean import one_line


class Lines:
    """One finished line each. Implements the batch's Events."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._began = time.monotonic()
        self.total = 0
        self.done = 0
        self.faults = 0
        self._graded = 0

    def listed(self, layout: str, submissions: int, students: int) -> None:
        self.total = submissions
        self._say("listed", layout=layout, submissions=submissions, students=students)

    def ready(self, hello: Hello) -> None:
        self._say("ready", isolation=hello.isolation, torch=hello.torch)

    def outdated(self, what: tuple[str, ...]) -> None:
        names = (self._console.words.say_short("batch", f"progress.outdated.{name}") for name in what)
        self._say("outdated", what=", ".join(names))

    def begun(self, already: int, chosen: int) -> None:
        self.done, self.total = already, chosen
        if already:
            self._say("already", already=already, chosen=chosen)

    def graded(self, name: str, percent: float, fault: bool) -> None:
        self.done += 1
        self._graded += 1
        self.faults += fault
        key = "line.fault" if fault else "line"
        self._line(key, done=self.done, of=self.total, name=one_line(name, 60), percent=f"{percent:.0f}")
        self._step(name)

    def writing(self) -> None:
        self._say("writing")

    def close(self) -> None:
        """Takes away what only made sense while it ran."""

    def rate(self) -> float:
        """Graded submissions a second since the start."""
        return self._graded / max(1e-9, time.monotonic() - self._began)

    def _step(self, name: str) -> None:
        """Called for every submission that was graded."""

    def _line(self, key: str, **params: str | int) -> None:
        self._say(key, **params)

    def _say(self, key: str, **params: str | int) -> None:
        self._console.err(self._console.words.say_short("batch", f"progress.{key}", **params) + "\n")


class Bar(Lines):
    """A rich progress bar with rate, time left and faults."""

    def __init__(self, console: Console, stream: TextIO) -> None:
        super().__init__(console)
        from rich.console import Console as Terminal
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        coloured = console.look().colour
        self._bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}", markup=False),
            TimeRemainingColumn(),
            TextColumn("{task.fields[faults]}", markup=False),
            console=Terminal(file=stream, no_color=not coloured, highlight=False),
            transient=True,
        )
        self._task: Any = None

    def begun(self, already: int, chosen: int) -> None:
        super().begun(already, chosen)
        self._task = self._bar.add_task("", total=chosen, completed=already, rate="", faults="")
        self._bar.start()

    def close(self) -> None:
        self._bar.stop()

    def writing(self) -> None:
        self.close()
        super().writing()

    def _line(self, key: str, **params: str | int) -> None:
        """The bar says it."""

    def _step(self, name: str) -> None:
        if self._task is not None:
            words = self._console.words
            rate = words.say_short("batch", "progress.rate", rate=f"{self.rate():.1f}")
            faults = words.say_short("batch", "progress.faults", count=self.faults) if self.faults else ""
            self._bar.update(self._task, completed=self.done, description=one_line(name, 24), rate=rate, faults=faults)


@contextmanager
def progress(console: Console, stream: TextIO) -> Iterator[Lines]:
    """A bar where `stream` is a terminal and rich is installed, lines otherwise."""
    shown = Lines(console)
    if is_terminal(stream):
        with suppress(ImportError):
            shown = Bar(console, stream)
    try:
        yield shown
    finally:
        shown.close()

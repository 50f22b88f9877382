"""`grader doctor`: whether this machine has what the grader needs."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from grader import __version__
from grader.cli.console import Console
from grader.cli.options import course
from grader.cli.speaking import command as spoken
from grader.cli.waiting import Patience
from grader.course.index import read_index
from grader.course.places import places
from grader.errors import GraderError


@spoken("doctor", course())
def command(console: Console, course: Path | None) -> int:
    """One line for each thing looked at; exit code 3 when something that is needed is missing."""
    look, sound = console.look(), True
    for name, probe in _probes(console, course):
        try:
            with Patience(f"{name} ..."):
                status, said = "pass", probe()
        except (GraderError, OSError, ImportError, RuntimeError) as error:
            status, said, sound = "fail", f"{type(error).__name__}: {error}", False
        console.out(f"{look.sign(status)} {name:<12} {said}\n")
    console.lines(console.say("doctor.sound" if sound else "doctor.unsound"))
    return 0 if sound else 3


def _probes(console: Console, course: Path | None) -> Iterator[tuple[str, Callable[[], str]]]:
    yield "grader", lambda: __version__
    yield "python", lambda: f"{platform.python_version()} {platform.system()} {platform.machine()}"
    yield "torch", _torch
    yield "course", lambda: _course(course)
    yield "isolation", _isolation
    yield "terminal", lambda: f"{sys.stdout.encoding} {console.columns} columns, {console.lang}"
    yield "folder", _folder


def _torch() -> str:
    import torch

    values = torch.tensor([0.5], requires_grad=True)
    (slope,) = torch.autograd.grad(values.square().sum(), values)
    if slope.item() != 1.0:
        raise RuntimeError("autograd does not work")
    return f"{torch.__version__}, {torch.get_num_threads()} threads"


def _course(course: Path | None) -> str:
    index, where = read_index(course), places(course)
    for slug in index.slugs:
        for folder in (where.stubs, where.worked):
            if not (folder / f"{slug}.py").is_file():
                raise RuntimeError(f"{folder / slug}.py is missing")
    return f"{len(index.assignments)} assignments, {len(index.functions)} functions"


def _isolation() -> str:
    from grader.contestant import Host

    host = Host(isolation="auto")
    try:
        host.start()
        return str(host.isolation)
    finally:
        host.close()


def _folder() -> str:
    with tempfile.TemporaryFile(dir=Path.cwd()):
        return f"{os.getcwd()}: writable"  # noqa: PTH109 (as the shell shows it)

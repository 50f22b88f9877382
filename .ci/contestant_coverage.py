"""Records which lines and branches contestants run, for `python3 dev.py coverage`. Not part of the product.

coverage.py cannot see them: a contestant is `python -I -S` with an empty environment, may write nowhere and ends by
being killed. So each marks what it runs in one file that all of them have mapped into memory: nothing is to be saved
at the end. This file is run under three names:

- "starter", in every Python of the checkout's environment (by a .pth file): whoever starts a contestant hands it on;
- "contestant", in each process started so: forks inherit what it does;
- "__main__", when the tests are done: what was marked becomes a data file that `coverage combine` takes.
"""

from __future__ import annotations

import mmap
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MARKS = ROOT / ".coverage_contestants"
DATA = ROOT / ".coverage.contestants"
CODE = ("grader/errors.py", "grader/model/*.py", "grader/contestant/**/*.py")
HOOK = 'sys.path += config["paths"]\n'
SELF = (
    f'exec(compile(open({__file__!r}).read(), {__file__!r}, "exec"), {{"__name__": "%s", "__file__": {__file__!r}}})\n'
)
# every Python of this environment reads it when it starts
PTH = Path(sysconfig.get_path("purelib")) / "contestant_coverage.pth"
START = 'import os; os.getenv("GRADER_COVERAGE") and ' + SELF % "starter"


class Table:
    """The marks of one file: a byte for each pair of line numbers, of which a negative one is a function's outside."""

    def __init__(self, start: int, lines: int) -> None:
        self.start = start
        self.most = lines + 1
        self.width = 2 * self.most + 1
        self.size = self.width**2

    def place(self, before: int, line: int) -> int:
        return self.start + (before + self.most) * self.width + line + self.most

    def pairs(self, marks: bytes) -> Iterator[tuple[int, int]]:
        own = marks[self.start : self.start + self.size]
        at = own.find(1)
        while at >= 0:
            before, line = divmod(at, self.width)
            yield before - self.most, line - self.most
            at = own.find(1, at + 1)


def tables() -> dict[str, Table]:
    """For each file by its path, in the same order wherever it is asked."""
    found, start = {}, 0
    for path in sorted(path for pattern in CODE for path in ROOT.glob(pattern)):
        found[str(path)] = Table(start, path.read_bytes().count(b"\n") + 1)
        start += found[str(path)].size
    return found


def hand_on() -> None:
    """Have every contestant that this process starts begin with `record`."""
    started = subprocess.Popen.__init__

    def start(self: Any, args: Any, *rest: Any, **named: Any) -> None:
        if isinstance(args, list) and "-S" in args:
            args = [each.replace(HOOK, HOOK + SELF % "contestant") if isinstance(each, str) else each for each in args]
        started(self, args, *rest, **named)

    subprocess.Popen.__init__ = start  # type: ignore[method-assign]


def record() -> None:
    """Mark what this process and its forks run from here on."""
    import dis

    known = tables()
    with MARKS.open("r+b") as file:
        marks = mmap.mmap(file.fileno(), sum(table.size for table in known.values()))
    resume, yields = "RESUME" in dis.opmap, dis.opmap["YIELD_VALUE"]

    def begin(frame: FrameType, _event: str, _: object) -> Any:
        code = frame.f_code
        table = known.get(code.co_filename)
        if table is None:
            return None
        first = -code.co_firstlineno
        called = code.co_code[frame.f_lasti + 1] == 0 if resume else frame.f_lasti < 0  # not a generator going on
        before = first if called else frame.f_lineno

        def inside(frame: FrameType, event: str, _: object) -> Any:
            nonlocal before
            if event == "line":
                marks[table.place(before, frame.f_lineno)] = 1
                before = frame.f_lineno
            elif event == "return" and code.co_code[frame.f_lasti] != yields:
                marks[table.place(before, first)] = 1
            return inside

        return inside

    threading.settrace(begin)
    sys.settrace(begin)


def prepare() -> None:
    """Make the file of marks, and have every Python that is started with GRADER_COVERAGE set hand this on."""
    with MARKS.open("wb") as file:
        file.truncate(sum(table.size for table in tables().values()))
    MARKS.chmod(0o666)
    PTH.write_text(START, encoding="utf-8")


def save() -> None:
    """Write what was marked where `coverage combine` finds it, and take the rest away."""
    from coverage import CoverageData

    marks = MARKS.read_bytes()
    data = CoverageData(basename=str(DATA))
    data.add_arcs({path: list(pairs) for path, table in tables().items() if (pairs := set(table.pairs(marks)))})
    data.write()
    MARKS.unlink()
    PTH.unlink()


if __name__ == "starter":
    hand_on()
elif __name__ == "contestant":
    record()
elif __name__ == "__main__":
    {"prepare": prepare, "save": save}[sys.argv[1]]()

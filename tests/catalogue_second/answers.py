"""Reads `answers*/aNN.txt`: answers as students would write them, each in the place of one function of the solutions.

@ sigmoid                      the function that the entries below replace
+ half: 0.5 * (1 + ...)        a right answer, as one expression
- sign: 1 / (1 + torch.exp(x)) a wrong one
- sign (a b): 1 / ...          a wrong one whose cause must be called a or b; (): no misconception describes it
+ masks:                       the body, indented, under the function's own head
+ helper::                     whole text, helpers and imports included
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from grader.model.submission import Chunk, Module, Submission

HERE = Path(__file__).parent
SOLUTIONS = HERE.parents[1] / "solutions"
_ENTRY = re.compile(r"^([+-]) (\w+)(?: \(([\w. ]*)\))?(::?)\s?(.*)$")


@dataclass(frozen=True)
class Entry:
    """One answer to `exercise` ("A07.sigmoid"), right or wrong; `whole` when `lines` bring their own head. `causes`
    are the ids one of which its diagnosis must have; () when no misconception describes it, None when nobody said.
    """

    exercise: str
    name: str
    right: bool
    whole: bool
    lines: list[str] = field(default_factory=list)
    causes: tuple[str, ...] | None = None

    @property
    def function(self) -> str:
        return self.exercise.partition(".")[2]


def entries() -> Iterator[Entry]:
    """Every answer of every file."""
    for path in sorted(HERE.glob("answers*/a*.txt")):
        yield from _read(path)


def _read(path: Path) -> Iterator[Entry]:
    function, entry = "", None
    for line in path.read_text(encoding="utf-8").splitlines():
        found = _ENTRY.match(line)
        if line.startswith("@ ") or found:
            if entry is not None:
                yield entry
            entry = None
        if line.startswith("@ "):
            function = line[2:].strip()
        elif found:
            sign, name, named, colons, expression = found.groups()
            causes = None if named is None else tuple(named.split())
            lines = [f"    return {expression}"] if expression.strip() else []
            entry = Entry(f"{path.stem.upper()}.{function}", name, sign == "+", colons == "::", lines, causes)
        elif entry is not None and line.strip():
            entry.lines.append(line)
    if entry is not None:
        yield entry


@cache
def solutions() -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(SOLUTIONS.glob("a*.py"))}


def submission(entry: Entry) -> Submission:
    """The worked solutions with the one function replaced."""
    modules = []
    for slug, text in solutions().items():
        source = _replaced(text, entry) if slug.startswith(entry.exercise[:3].lower()) else text
        modules.append(Module(slug, f"{slug}.py", (Chunk(f"{slug}.py", source),)))
    return Submission(entry.name, tuple(modules), "0" * 64)


def _replaced(text: str, entry: Entry) -> str:
    lines = text.splitlines()
    (node,) = (n for n in ast.parse(text).body if isinstance(n, ast.FunctionDef) and n.name == entry.function)
    head = [] if entry.whole else lines[node.lineno - 1 : node.body[0].lineno - 1]
    return "\n".join([*lines[: node.lineno - 1], *head, *entry.lines, *lines[node.end_lineno :]]) + "\n"

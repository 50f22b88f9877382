"""The student's own lines as coloured tokens, with what to look at marked."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Token, _TokenType

from grader.model.result import FunctionResult
from grader.model.verdict import Verdict
from grader.report.clean import clean

MOST_LINES = 60
AROUND = 12
_CLASSES: tuple[tuple[Any, str], ...] = (
    (Token.Comment, "tc"),
    (Token.Literal.String, "ts"),
    (Token.Literal.Number, "tn"),
    (Token.Keyword, "tk"),
    (Token.Operator.Word, "tk"),
)


@dataclass(frozen=True)
class Piece:
    """A token: `style` is a class of the page or "", `breach` marks the call that a rule forbids."""

    text: str
    style: str = ""
    breach: bool = False


@dataclass(frozen=True)
class Line:
    """`cut` counts the lines that this one stands for: the docstring, which the student did not write."""

    number: int
    pieces: tuple[Piece, ...]
    focus: bool = False
    breach: bool = False
    cut: int = 0


@dataclass(frozen=True)
class Excerpt:
    """Lines of `file`; `before` and `after` count the lines that were left out."""

    file: str
    lines: tuple[Line, ...]
    before: int = 0
    after: int = 0

    @property
    def focus(self) -> int:
        """The number of the line in question, 0 when there is none."""
        return next((line.number for line in self.lines if line.focus), 0)


def excerpt(function: FunctionResult) -> Excerpt | None:
    """The function's source with the line in question and forbidden calls marked; None when there is no source."""
    if not function.source.strip():
        return None
    focus = _focus(function)
    breaches = _breaches(function)
    first = max(1, function.source_line)
    lines = [
        Line(n, _marked(pieces, breaches.get(n, ())), n == focus, n in breaches)
        for n, pieces in enumerate(_tokens(clean(function.source)), first)
    ]
    lines = _without(lines, _docstring(function.source))
    at = next((i for i, line in enumerate(lines) if line.focus), 0)
    start, end = _window(len(lines), at)
    return Excerpt(clean(function.source_file, 200), tuple(lines[start:end]), start, len(lines) - end)


def listing(source: str) -> Excerpt | None:
    """Source on its own, from line 1, without marks and without its docstring; None when there is none."""
    if not source.strip():
        return None
    lines = [Line(n, _joined(pieces)) for n, pieces in enumerate(_tokens(clean(source)), 1)]
    lines = _without(lines, _docstring(source))
    return Excerpt("", tuple(lines[:MOST_LINES]), 0, max(0, len(lines) - MOST_LINES))


def _docstring(source: str) -> tuple[int, int]:
    """The first line of the docstring and the line behind it, from 0; (0, 0) when there is none of several lines."""
    try:
        body = ast.parse(textwrap.dedent(clean(source))).body[0].body[0]  # type: ignore[attr-defined]
    except (SyntaxError, ValueError, LookupError, AttributeError, RecursionError, MemoryError):
        return 0, 0
    text = body.value if isinstance(body, ast.Expr) else None
    if not (isinstance(text, ast.Constant) and isinstance(text.value, str)):
        return 0, 0
    end = text.end_lineno or text.lineno
    return (text.lineno - 1, end) if end - text.lineno >= 3 else (0, 0)


def _without(lines: list[Line], part: tuple[int, int]) -> list[Line]:
    """The lines without that part, unless it holds something to look at."""
    start, end = part
    hidden = lines[start:end]
    if not hidden or any(line.focus or line.breach for line in hidden):
        return lines
    return [*lines[:start], Line(hidden[0].number, (), cut=len(hidden)), *lines[end:]]


def _window(count: int, focus: int) -> tuple[int, int]:
    if count <= MOST_LINES:
        return 0, count
    start = max(0, min(focus - AROUND, count - 2 * AROUND - 1))
    return start, min(count, start + 2 * AROUND + 1)


def _focus(function: FunctionResult) -> int:
    """The line the verdict is about: where it raised, or the step that the diagnosis names."""
    verdict = function.verdict
    if verdict.place is not None:
        return verdict.place.line if verdict.place.file == function.source_file else 0
    params = verdict.diagnosis.sentence.params if verdict.diagnosis else {}
    line = params.get("line")
    return line if isinstance(line, int) and params.get("file") == function.source_file else 0


def _breaches(function: FunctionResult) -> dict[int, tuple[str, ...]]:
    verdict: Verdict = function.verdict
    found: dict[int, tuple[str, ...]] = {}
    for breach in verdict.breaches:
        if breach.place is not None and breach.place.file == function.source_file:
            name = breach.call.rpartition(".")[2]
            found[breach.place.line] = (*found.get(breach.place.line, ()), name)
    return found


def _marked(pieces: tuple[Piece, ...], names: tuple[str, ...]) -> tuple[Piece, ...]:
    return _joined(Piece(p.text, p.style, p.text in names) for p in pieces)


def _joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Neighbours that look alike as one: a string is three tokens to the lexer."""
    groups = groupby(pieces, key=lambda p: (p.style, p.breach))
    return tuple(Piece("".join(p.text for p in group), *look) for look, group in groups)


def _tokens(source: str) -> list[tuple[Piece, ...]]:
    lines: list[list[Piece]] = [[]]
    for kind, text in _lexer().get_tokens(source.rstrip("\n")):
        style = _style(kind)
        for index, part in enumerate(text.split("\n")):
            if index:
                lines.append([])
            if part:
                lines[-1].append(Piece(part, style))
    while lines and not lines[-1]:
        lines.pop()
    return [tuple(line) for line in lines]


@cache
def _style(kind: _TokenType) -> str:
    return next((style for group, style in _CLASSES if kind in group), "")


@cache
def _lexer() -> Lexer:
    return get_lexer_by_name("python", stripnl=False, ensurenl=False)

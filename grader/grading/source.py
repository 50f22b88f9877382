"""A student's own lines for a function, found by parsing: nothing is executed."""

from __future__ import annotations

import ast
import warnings
from dataclasses import dataclass

from grader.model.submission import Module


@dataclass(frozen=True)
class Excerpt:
    """`source` starts at line `line` of `file` ("a07_logistic.py" or "cell 3")."""

    source: str = ""
    file: str = ""
    line: int = 0


def excerpts(module: Module) -> dict[str, Excerpt]:
    """The last definition of every top-level function or class in `module`, by name. Unparsable chunks give nothing."""
    found: dict[str, Excerpt] = {}
    for chunk in module.chunks:
        lines = chunk.source.split("\n")
        for node in _definitions(chunk.source):
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            text = "\n".join(lines[first - 1 : node.end_lineno])
            found[node.name] = Excerpt(text, chunk.label, first)
    return found


def broken(module: Module) -> Excerpt:
    """The line at which a chunk of `module` stops being Python, and the one before it; nothing when all of it is."""
    for chunk in module.chunks:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                ast.parse(chunk.source)
        except SyntaxError as error:
            lines = chunk.source.split("\n")
            line = min(error.lineno or 0, len(lines))
            first = max(1, line - 1)
            return Excerpt("\n".join(lines[first - 1 : line]), chunk.label, first) if line else Excerpt()
        except (ValueError, RecursionError, MemoryError):
            return Excerpt()
    return Excerpt()


def _definitions(source: str) -> list[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    return [n for n in body if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))]

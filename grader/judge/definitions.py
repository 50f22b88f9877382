"""Where the names of a student's file are defined, and what they stand for.

All cells of a notebook are one file; a cell that cannot be parsed is passed over.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import repeat
from typing import TypeGuard

from grader.model.submission import Chunk, Module

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
SCOPES = (*FUNCTIONS, ast.ClassDef)
_SHORT = (
    ("torch.nn.functional.", "F."),
    ("torch.nn.parameter.", "nn."),
    ("torch.nn.", "nn."),
    ("torch.Tensor.", "Tensor."),
    ("torch.functional.", "torch."),
)
_SHORT_EXCEPT = ("torch.nn.grad.",)


@dataclass
class Text:
    """All chunks of one file, parsed: what names mean at the top level and where they are defined."""

    definitions: dict[str, tuple[str, ast.AST]] = field(default_factory=dict)
    imports: dict[str, str] = field(default_factory=dict)
    methods: set[str] = field(default_factory=set)


def span(module: Module, function: str) -> tuple[str, int, int] | None:
    """Label, first and last line of a top-level function, or None."""
    label, node = parsed(module.chunks).definitions.get(function, ("", None))
    return (label, node.lineno, node.end_lineno or node.lineno) if isinstance(node, FUNCTIONS) else None


@lru_cache(maxsize=16)
def parsed(chunks: tuple[Chunk, ...]) -> Text:
    """The definitions and imports of a file: parsed once for all its functions."""
    text = Text()
    for chunk in chunks:
        try:
            tree = ast.parse(chunk.source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for statement in _top_level(tree.body):
            _define(text, chunk.label, statement)
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                text.methods |= {d.name for d in node.body if isinstance(d, FUNCTIONS)}
    return text


def _top_level(nodes: Iterable[ast.AST]) -> Iterator[ast.stmt]:
    """Statements at module level, also those inside `if`, `try` and loops."""
    for node in nodes:
        if isinstance(node, ast.stmt):
            yield node
        if isinstance(node, (ast.stmt, ast.ExceptHandler, ast.match_case)) and not isinstance(node, SCOPES):
            yield from _top_level(ast.iter_child_nodes(node))


def _define(text: Text, label: str, statement: ast.stmt) -> None:
    if isinstance(statement, SCOPES):
        text.definitions[statement.name] = (label, statement)
    elif isinstance(statement, (ast.Import, ast.ImportFrom)):
        text.imports.update(imported(statement))
    for name, value in bindings(statement):
        text.definitions[name] = (label, value)
        dotted = full_name(value, text.imports)
        if dotted:
            text.imports[name] = dotted


def bindings(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """The names that this assigns, each with its value: `a, b = torch.exp, 3` gives both of their own."""
    if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            yield from _bound(target, node.value)


def _bound(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple):
        each = value.elts if isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts) else repeat(value)
        for inner, its in zip(target.elts, each, strict=False):
            yield from _bound(inner, its)


def imported(statement: ast.Import | ast.ImportFrom) -> dict[str, str]:
    """What each name that this import binds stands for: {"F": "torch.nn.functional"}."""
    if isinstance(statement, ast.Import):
        return {
            a.asname or a.name.partition(".")[0]: a.name if a.asname else a.name.partition(".")[0]
            for a in statement.names
        }
    home = "." * statement.level + (statement.module or "")
    return {a.asname or a.name: f"{home}.{a.name}" for a in statement.names}


def full_name(node: ast.AST, imports: dict[str, str]) -> str:
    """The full name that `F.softmax`, `getattr(F, "softmax")` or `F.__dict__["soft" + "max"]` stands for, or ""."""
    attributes: list[str] = []
    while isinstance(node, ast.Attribute):
        attributes.insert(0, node.attr)
        node = node.value
    base = imports.get(node.id) if isinstance(node, ast.Name) else _by_text(node, imports)
    return ".".join([base, *attributes]) if base else ""


def _by_text(node: ast.AST, imports: dict[str, str]) -> str:
    """What is looked up by a name that is written out as a text."""
    if _calls(node, "getattr", 2):
        home, key = node.args[:2]
    elif isinstance(node, ast.Subscript) and isinstance(module := _namespace_of(node.value), ast.Name):
        home, key = module, node.slice
    else:
        return ""
    base, name = full_name(home, imports), _text(key)
    return f"{base}.{name}" if base and name else ""


def _calls(node: ast.AST, name: str, arguments: int) -> TypeGuard[ast.Call]:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return False
    return node.func.id == name and len(node.args) >= arguments


def _namespace_of(node: ast.AST) -> ast.AST | None:
    """The `module` of `module.__dict__` and of `vars(module)`."""
    if isinstance(node, ast.Attribute) and node.attr == "__dict__":
        return node.value
    return node.args[0] if _calls(node, "vars", 1) else None


def _text(node: ast.AST) -> str | None:
    """The text that an expression of nothing but literals makes, or None."""
    between: str | None = ""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        parts = [node.left, node.right]
    elif isinstance(node, ast.JoinedStr):
        parts = [part.value if isinstance(part, ast.FormattedValue) else part for part in node.values]
    elif (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "join"
        and node.args
        and isinstance(node.args[0], (ast.List, ast.Tuple))
    ):
        between, parts = _text(node.func.value), node.args[0].elts
    else:
        return None
    made = [text for text in map(_text, parts) if text is not None]
    return between.join(made) if between is not None and len(made) == len(parts) else None


def short(dotted: str) -> str:
    """The normal form of a full name: "torch.nn.functional.softmax" is "F.softmax"."""
    if not dotted.startswith(_SHORT_EXCEPT):
        for long, name in _SHORT:
            if dotted.startswith(long):
                return name + dotted[len(long) :]
    return dotted

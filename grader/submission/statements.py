"""Which statements of many cells a function needs: its own, and those that bind the names it uses, and so on.

Cells that train for minutes or draw pictures stay out, unless a needed name comes from them.
"""

from __future__ import annotations

import ast
import symtable
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from grader.model.submission import Chunk

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


@dataclass(frozen=True)
class _Statement:
    chunk: int
    first: int
    last: int
    binds: frozenset[str]
    reads: frozenset[str]
    node: ast.stmt

    def replaces(self, name: str) -> bool:
        """Whether nothing before it matters any more for `name`."""
        return name in self.binds and name not in self.reads and isinstance(self.node, (*_DEFINITIONS, ast.Assign))


def needed(chunks: Sequence[Chunk], names: Iterable[str]) -> tuple[Chunk, ...]:
    """The chunks with only what `names` need, on the same lines as before. Chunks that do not parse are left out."""
    statements = [s for n, chunk in enumerate(chunks) for s in _statements(n, chunk.source)]
    kept = [s for s in statements if _always(s.node)]
    waiting, seen = list(names), set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        for statement in reversed(statements):
            if name in statement.binds:
                kept.append(statement)
                waiting += statement.reads
                if statement.replaces(name):
                    break
    used = {s.chunk for s in kept if not _future(s.node)}
    return tuple(
        Chunk(chunk.label, _only(chunk.source, [s for s in kept if s.chunk == n]))
        for n, chunk in enumerate(chunks)
        if n in used
    )


def defined(chunks: Sequence[Chunk]) -> frozenset[str]:
    """Every name that a function definition at the top level of some chunk binds."""
    return frozenset(
        s.node.name
        for n, chunk in enumerate(chunks)
        for s in _statements(n, chunk.source)
        if isinstance(s.node, (ast.FunctionDef, ast.AsyncFunctionDef))
    )


def _statements(number: int, source: str) -> list[_Statement]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse(source).body
            lines = source.split("\n")  # as Python counts: form feeds and Unicode's separators end no line
            return [_statement(number, node, lines) for node in body]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _statement(number: int, node: ast.stmt, lines: Sequence[str]) -> _Statement:
    decorators = getattr(node, "decorator_list", [])
    first, last = min([node.lineno, *(d.lineno for d in decorators)]), node.end_lineno or node.lineno
    try:
        reads = _read(symtable.symtable("\n".join(lines[first - 1 : last]), "cell", "exec"))
    except SyntaxError:  # it shares a line with a statement that begins above
        reads = {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
    return _Statement(number, first, last, frozenset(_bound(node)), frozenset(reads), node)


def _read(table: symtable.SymbolTable) -> set[str]:
    """Names of the module that a statement reads, in functions inside it too: what is local there does not count."""
    top = table.get_type() == "module"
    own = {s.get_name() for s in table.get_symbols() if s.is_referenced() and (top or s.is_global())}
    return own.union(*(_read(inner) for inner in table.get_children()))


def _bound(node: ast.AST) -> set[str]:
    """Names that a statement binds outside of functions and classes inside it."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {node.name}
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
    if isinstance(node, ast.Name):
        return {node.id} if isinstance(node.ctx, ast.Store) else set()
    if isinstance(node, ast.Lambda):
        return set()
    return {name for child in ast.iter_child_nodes(node) for name in _bound(child)}


def _always(node: ast.stmt) -> bool:
    return _future(node) or (isinstance(node, ast.ImportFrom) and any(a.name == "*" for a in node.names))


def _future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def _only(source: str, statements: Sequence[_Statement]) -> str:
    """The source with every other line empty."""
    lines = source.removesuffix("\n").split("\n")
    wanted = {number for s in statements for number in range(s.first, s.last + 1)}
    return "\n".join(line if number in wanted else "" for number, line in enumerate(lines, 1)) + "\n"

"""Which calls of a function's text do their work in vain: nobody has what they give.

That is a call on a line of its own, or one whose name is never read again, unless it works by what it changes:
`blank.scatter_(...)` on a tensor with a name, `loss.backward()`, `out=`. A required call does not count when it is one.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

_BY_EFFECT = ("backward",)


def discarded(function: ast.AST, modules: Collection[str]) -> frozenset[ast.expr]:
    """The calls and products inside `function` whose value is lost. `modules` are names that stand for no value."""
    read = {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    return frozenset(value for value in _unread(function, read) if not _works_by_effect(value, modules))


def _unread(function: ast.AST, read: Collection[str]) -> Iterator[ast.expr]:
    for node in ast.walk(function):
        if isinstance(node, ast.Expr):
            yield node.value
        elif isinstance(node, ast.Assign):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            if len(names) == len(node.targets) and not any(name in read for name in names):
                yield node.value


def _works_by_effect(value: ast.expr, modules: Collection[str]) -> bool:
    if not isinstance(value, ast.Call):
        return False
    if any(keyword.arg == "out" for keyword in value.keywords) or not isinstance(value.func, ast.Attribute):
        return True
    name = value.func.attr
    if name in _BY_EFFECT:
        return True
    root = _root(value.func.value)
    if root in modules:  # torch.Tensor.scatter_(blank, ...)
        root = _root(value.args[0]) if value.args and not isinstance(value.func.value, ast.Call) else ""
    return name.endswith("_") and root != "" and root not in modules


def _root(node: ast.expr) -> str:
    """The name at which `blank.view(-1)[0].T` begins, or ""."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""

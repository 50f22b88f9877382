"""Calls with known arguments, found in the code of tests: what an imported exercise is tried on. Nothing is run."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from grader.importing.master import CheckCell

_MAKERS = {"torch.tensor": "tensor", "tensor": "tensor", "torch.Tensor": "tensor"}
_EXCEPTIONS = frozenset(n for n, v in vars(builtins).items() if isinstance(v, type) and issubclass(v, Exception))


@dataclass(frozen=True)
class Tried:
    """A call as a page writes it: the arguments' text, and the exception that is expected, if any."""

    function: str
    arguments: tuple[str, ...]
    raises: str = ""
    hidden: bool = False


def tried(test: CheckCell, functions: Mapping[str, tuple[str, ...]]) -> tuple[Tried, ...]:
    """The calls of `functions` (name -> parameters) in a test. None from a test that replaces one of them."""
    try:
        tree = ast.parse(test.source)
    except (SyntaxError, ValueError):
        return ()
    if _tampers(tree, functions):
        return ()
    known = _values(tree)
    raising = {id(call): error for call, error in _raising(tree)}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in functions:
            arguments = _arguments(node, functions[node.func.id], known)
            if arguments is not None:
                found.append(Tried(node.func.id, arguments, raising.get(id(node), ""), test.hidden))
    return tuple(found)


def _tampers(tree: ast.Module, functions: Collection[str]) -> bool:
    names = (n for n in ast.walk(tree) if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load))
    return any(n.id in functions for n in names)


def _values(tree: ast.Module) -> dict[str, str]:
    """Names that a test binds once, to something whose value can be written down."""
    bound: dict[str, list[ast.expr | None]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            bound.setdefault(node.id, []).append(None)
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target = statement.targets[0]
            if isinstance(target, ast.Name) and len(bound[target.id]) == 1:
                bound[target.id] = [statement.value]
    known: dict[str, str] = {}
    for name, values in bound.items():
        text = _text(values[0], {}) if values[0] is not None else None
        if text is not None:
            known[name] = text
    return known


def _arguments(call: ast.Call, parameters: tuple[str, ...], known: Mapping[str, str]) -> tuple[str, ...] | None:
    """By position; None when one of them is not known, or one in the middle is left to its default."""
    given = [_text(a, known) for a in call.args]
    named = {k.arg: _text(k.value, known) for k in call.keywords}
    rest = parameters[len(given) :]
    if None in named or len(given) > len(parameters) or not set(named) <= set(rest):
        return None
    given += [named.get(parameter) for parameter in rest[: len(named)]]
    whole = tuple(text for text in given if text is not None)
    return whole if len(whole) == len(given) else None


def _text(node: ast.expr, known: Mapping[str, str]) -> str | None:
    """The Python text of a value that needs nothing but literals and tensors of literals."""
    if isinstance(node, ast.Name):
        return known.get(node.id)
    if isinstance(node, ast.Call) and ast.unparse(node.func) in _MAKERS and len(node.args) == 1:
        inner = _text(node.args[0], known)
        double = all(k.arg == "dtype" and ast.unparse(k.value) in _DTYPES for k in node.keywords)
        return f"tensor({inner})" if inner is not None and double else None
    try:
        return repr(ast.literal_eval(node))
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None


_DTYPES = ("torch.float32", "torch.float64", "torch.float", "torch.double")


def _raising(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    """Calls that are expected to raise: `try: f(0) except ValueError: pass`, `with pytest.raises(ValueError)`, and
    `throws(lambda: f(0), ValueError)`.
    """
    for node in ast.walk(tree):
        body: list[ast.stmt] | list[ast.expr] = []
        error = ""
        if isinstance(node, ast.Try) and len(node.handlers) == 1 and node.handlers[0].type is not None:
            body, error = node.body, ast.unparse(node.handlers[0].type)
        elif isinstance(node, ast.With) and isinstance(node.items[0].context_expr, ast.Call):
            manager = node.items[0].context_expr
            if ast.unparse(manager.func).rpartition(".")[2] in ("raises", "assertRaises") and manager.args:
                body, error = node.body, ast.unparse(manager.args[0])
        elif isinstance(node, ast.Call):
            body = [a.body for a in node.args if isinstance(a, ast.Lambda)]
            error = next((ast.unparse(a) for a in node.args if isinstance(a, ast.Name) and a.id in _EXCEPTIONS), "")
        if error in _EXCEPTIONS:
            yield from ((call, error) for part in body for call in ast.walk(part) if isinstance(call, ast.Call))

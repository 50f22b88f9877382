"""Small changes to a worked answer, one at a time: each should make it wrong, or the cases do not look closely."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

_BINARY: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.FloorDiv: (ast.Div,),
    ast.Mod: (ast.FloorDiv,),
}
_COMPARE: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
}
_METHODS = {
    "sum": "mean", "mean": "sum", "amax": "amin", "max": "min", "min": "max", "argmax": "argmin",
    "exp": "expm1", "log": "log1p", "zeros": "ones", "zeros_like": "ones_like", "ones_like": "zeros_like",
    "ones": "zeros", "abs": "neg", "unsqueeze": "squeeze", "reversed": "list", "logsumexp": "sum",
    "tanh": "sin", "sqrt": "abs", "clamp": "clamp_max",
}  # fmt: skip
_DROPPABLE = ("clone", "detach", "contiguous", "flatten", "reshape", "abs", "t", "float", "double", "to")
_TRANSPOSES = ("T", "mT")


@dataclass(frozen=True)
class Mutant:
    """`name` is what a review list calls it: the changed statement before and after. `source` is the whole module."""

    exercise: str
    name: str
    source: str


def mutants(exercise: str, source: str) -> Iterator[Mutant]:
    """All mutants of the function that `exercise` ("A07.sigmoid") names, private helpers it calls included."""
    tree = ast.parse(source)
    function = exercise.rpartition(".")[2]
    seen: set[str] = set()
    for part in _parts(tree, function):
        for number, _ in enumerate(ast.walk(part)):
            yield from _changed(exercise, tree, part.name, number, seen)


def _parts(tree: ast.Module, function: str) -> list[ast.FunctionDef]:
    by_name = {n.name: n for n in tree.body if isinstance(n, ast.FunctionDef)}
    called = {n.id for n in ast.walk(by_name[function]) if isinstance(n, ast.Name)}
    return [by_name[function], *(by_name[n] for n in sorted(called) if n.startswith("_") and n in by_name)]


def _changed(exercise: str, tree: ast.Module, part: str, number: int, seen: set[str]) -> Iterator[Mutant]:
    for variant in range(4):
        fresh = copy.deepcopy(tree)
        root = next(n for n in fresh.body if isinstance(n, ast.FunctionDef) and n.name == part)
        node = list(ast.walk(root))[number]
        statement = _statement(root, node)
        if statement is None:
            return
        before = ast.unparse(statement)
        if not _mutate(root, node, variant):
            return
        after = ast.unparse(statement)
        name = f"{before} -> {after}"
        if after != before and name not in seen:
            seen.add(name)
            yield Mutant(exercise, name, ast.unparse(ast.fix_missing_locations(fresh)))


def _statement(root: ast.FunctionDef, node: ast.AST) -> ast.stmt | None:
    """The smallest statement of the body that holds `node`; docstrings, annotations and defaults are left alone."""
    found: ast.stmt | None = None
    for statement in ast.walk(root):
        if isinstance(statement, ast.stmt) and statement is not root and not _is_docstring(statement):
            header = statement.test if isinstance(statement, (ast.If, ast.While)) else statement
            if any(child is node for child in ast.walk(header)):
                found = statement if found is None or statement.lineno >= found.lineno else found
    return found


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _mutate(root: ast.AST, node: ast.AST, variant: int) -> bool:
    """Change `node` in place in the `variant`-th way; False when there is none."""
    if isinstance(node, ast.BinOp):
        return _operator(node, _BINARY.get(type(node.op), ()), variant)
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        options = _COMPARE.get(type(node.ops[0]), ())
        if variant < len(options):
            node.ops = [options[variant]()]
            return True
        return False
    if isinstance(node, ast.AugAssign):
        return _operator(node, _BINARY.get(type(node.op), ()), variant)
    if isinstance(node, ast.Constant):
        return _constant(node, variant)
    if isinstance(node, ast.Call):
        return _call(root, node, variant)
    if isinstance(node, ast.Attribute) and node.attr in _TRANSPOSES and variant == 0:
        return _replace(root, node, node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.Not, ast.Invert)) and variant == 0:
        return _replace(root, node, node.operand)
    return False


def _operator(node: ast.BinOp | ast.AugAssign, options: tuple[type[ast.operator], ...], variant: int) -> bool:
    if variant < len(options):
        node.op = options[variant]()
        return True
    return False


def _constant(node: ast.Constant, variant: int) -> bool:
    value = node.value
    if isinstance(value, bool):
        node.value = not value
        return variant == 0
    if isinstance(value, (int, float)):
        options = [value + 1, -value if value else -1, value / 2 if isinstance(value, float) else value - 1]
        if variant < len(options):
            node.value = options[variant]
            return True
    return False


def _call(root: ast.AST, node: ast.Call, variant: int) -> bool:
    if variant == 0 and isinstance(node.func, ast.Attribute) and node.func.attr in _METHODS:
        node.func.attr = _METHODS[node.func.attr]
        return True
    if variant == 1 and isinstance(node.func, ast.Attribute) and node.func.attr in _DROPPABLE:
        return _replace(root, node, node.func.value)
    if variant == 2 and node.keywords:
        node.keywords = node.keywords[1:]
        return True
    if variant == 3 and len(node.args) >= 2:
        node.args = [node.args[1], node.args[0], *node.args[2:]]
        return True
    return variant < 3


def _replace(root: ast.AST, old: ast.AST, new: ast.AST) -> bool:
    for parent in ast.walk(root):
        for field, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, field, new)
                return True
            if isinstance(value, list) and any(v is old for v in value):
                value[:] = [new if v is old else v for v in value]
                return True
    return False

"""The source of `grader` as trees: modules, what each imports, and how long things are."""

import ast
from functools import lru_cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "grader"


@lru_cache(maxsize=1)
def modules() -> dict[str, ast.Module]:
    """Dotted name -> tree, packages by the name of their folder."""
    return {_name(f): ast.parse(f.read_text(encoding="utf-8")) for f in sorted(PACKAGE.rglob("*.py"))}


@lru_cache(maxsize=1)
def lines() -> dict[str, int]:
    return {_name(f): len(f.read_text(encoding="utf-8").splitlines()) for f in PACKAGE.rglob("*.py")}


def imports(name: str) -> set[str]:
    """The modules of grader that a module imports anywhere, inside functions too, except for type checking only."""
    found: set[str] = set()
    for node in ast.walk(modules()[name]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {i if i in modules() else node.module for i in inner}
    return {f for f in found if f.partition(".")[0] == "grader"} - {name}


def part(name: str) -> str:
    """The part of the architecture that a module belongs to: "judge", "contestant.inside"; "" is grader itself."""
    pieces = name.split(".")[1:]
    if pieces[:2] == ["contestant", "inside"]:
        return "contestant.inside"
    return pieces[0] if pieces else ""


def functions() -> dict[str, int]:
    """`module:function` -> lines, decorators and docstring left out: what one has to keep in mind at once.

    Migrations are left out: they list columns and are never changed again.
    """
    found = {}
    for name, tree in modules().items():
        if ".migrations." in name:
            continue
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
                found[f"{name}:{node.name}:{node.lineno}"] = (node.end_lineno or 0) - body[0].lineno + 1
    return found


def cycles(edges: dict[str, set[str]]) -> list[list[str]]:
    """The groups of nodes that reach each other (Tarjan's strongly connected components of more than one node)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in edges.get(node, ()):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            group = stack[stack.index(node) :]
            del stack[stack.index(node) :]
            if len(group) > 1:
                found.append(sorted(group))

    for node in edges:
        if node not in index:
            visit(node)
    return found


def _name(file: Path) -> str:
    pieces = file.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(pieces[:-1] if pieces[-1] == "__init__" else pieces)

"""The same stub as a notebook: one cell for each function, so that one failing cell costs one function."""

from __future__ import annotations

import ast
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.locale import Words
from grader.model.exercise import Assignment

_WORDS = Words("both")
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def notebook(stub: str, assignment: Assignment) -> str:
    """The text of `assignments/<slug>.ipynb`. Cell ids come from names, so the same stub gives the same bytes."""
    tree, lines = ast.parse(stub), stub.splitlines()
    names = {e.name: e.id for e in assignment.exercises}
    prefix = assignment.id.lower()
    cells = [new_markdown_cell(_heading(ast.get_docstring(tree) or assignment.id), id=f"{prefix}-title")]
    setup = [n for n in tree.body if not (isinstance(n, ast.FunctionDef) and n.name in names)]
    cells.append(new_code_cell(_setup(setup, lines), id=f"{prefix}-imports"))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name in names:
            metadata = {"grader": {"id": names[node.name]}}
            cells.append(new_code_cell(_source(node, lines), id=_cell_id(prefix, node.name), metadata=metadata))
    cells.append(new_markdown_cell(_closing(assignment), id=f"{prefix}-check"))
    book: Any = new_notebook(cells=cells, metadata={"kernelspec": _KERNEL, "language_info": {"name": "python"}})
    nbformat.validate(book)
    text: str = nbformat.writes(book, version=4, indent=1, ensure_ascii=False)
    return text.rstrip("\n") + "\n"


def _cell_id(prefix: str, name: str) -> str:
    return f"{prefix}-{name}".replace("_", "-").rstrip("-")[:64]


def _heading(docstring: str) -> str:
    first, _, rest = docstring.partition("\n")
    return f"# {first}\n{rest}".rstrip()


def _setup(nodes: list[ast.stmt], lines: list[str]) -> str:
    """Imports and constants. An import of an earlier assignment may fail where the notebook runs on its own."""
    plain: list[str] = []
    earlier: list[str] = []
    for node in nodes:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        source = _source(node, lines)
        own = isinstance(node, ast.ImportFrom) and (node.module or "").startswith("assignments.")
        (earlier if own else plain).append(source)
    if earlier:
        tries = "\n".join("    " + line for source in earlier for line in source.splitlines())
        note = "".join(f"\n    # {text}" for _, text in _WORDS.each("cli", "stub.notebook.imports"))
        plain.append(f"\ntry:\n{tries}\nexcept ImportError:{note}\n    pass")
    return "\n".join(plain)


def _source(node: ast.stmt, lines: list[str]) -> str:
    return "\n".join(lines[node.lineno - 1 : node.end_lineno])


def _closing(assignment: Assignment) -> str:
    said = "  \n".join(text for _, text in _WORDS.each("cli", "stub.notebook.check"))
    return f"{said}:\n\n    grader check {assignment.slug}.ipynb"

"""Give a function or a whole file its stub back; what was there is kept as a backup first."""

from __future__ import annotations

import ast
import json
import shutil
from datetime import datetime
from pathlib import Path

from grader.errors import LearnerError
from grader.workspace.files import write_atomically
from grader.workspace.target import STATE


def backup(root: Path, file: Path) -> Path:
    """A copy of `file` under `.grader/backup`, with the time in its name. Raises OSError."""
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    folder = root / STATE / "backup"
    folder.mkdir(parents=True, exist_ok=True)
    number, copy = 0, folder / f"{stamp}-{file.name}"
    while copy.exists():
        number += 1
        copy = folder / f"{stamp}-{number}-{file.name}"
    shutil.copy2(file, copy)
    return copy


def reset_file(root: Path, file: Path, stub: str) -> Path:
    """Replace the whole file by its stub; returns the backup."""
    kept = backup(root, file)
    write_atomically(file, stub)
    return kept


def reset_function(root: Path, file: Path, stub: str, name: str) -> Path:
    """Replace one function by its stub and leave the rest of the file alone; returns the backup.

    Raises LearnerError when the file cannot be taken apart: then only the whole file can be reset.
    """
    text = _read(file)
    change = _in_notebook if file.suffix == ".ipynb" else _in_source
    changed = change(text, stub, name, file)
    kept = backup(root, file)
    write_atomically(file, changed)
    return kept


def _in_source(text: str, stub: str, name: str, file: Path) -> str:
    replacement = _function(ast.parse(stub), name)
    assert replacement is not None
    new = stub.split("\n")[replacement[0] - 1 : replacement[1]]
    lines = text.removesuffix("\n").split("\n")  # as Python counts: a form feed ends no line
    old = _function(_parsed(text, file), name)
    if old is None:
        return "\n".join([*lines, "", "", *new]).lstrip("\n") + "\n"
    return "\n".join([*lines[: old[0] - 1], *new, *lines[old[1] :]]) + "\n"


def _in_notebook(text: str, stub: str, name: str, file: Path) -> str:
    cells = {c["metadata"].get("grader", {}).get("id", "").partition(".")[2]: c for c in json.loads(stub)["cells"]}
    try:
        book = json.loads(text)
        code = [c for c in book["cells"] if c.get("cell_type") == "code"]
        holders = [c for c in code if _defines("".join(c["source"]), name)]
    except (ValueError, TypeError, KeyError, AttributeError):
        raise LearnerError("not_a_notebook", "reset_all", file=file.name, slug=file.stem) from None
    if len(holders) == 1:
        holders[0]["source"] = cells[name]["source"]
        holders[0]["outputs"], holders[0]["execution_count"] = [], None
    elif not holders:
        book["cells"].append(cells[name])
    else:
        raise LearnerError("defined_twice", file=file.name, count=len(holders), name=name)
    return json.dumps(book, ensure_ascii=False, indent=1) + "\n"


def _defines(source: str, name: str) -> bool:
    return any(line.startswith((f"def {name}(", f"async def {name}(")) for line in source.splitlines())


def _function(tree: ast.Module, name: str) -> tuple[int, int] | None:
    """First and last line of the last top-level definition of `name`, decorators included."""
    found = [n for n in tree.body if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef)) and n.name == name]
    if not found:
        return None
    node = found[-1]
    first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
    return first, node.end_lineno or node.lineno


def _parsed(text: str, file: Path) -> ast.Module:
    try:
        return ast.parse(text)
    except SyntaxError as error:
        line = error.lineno or 1
        raise LearnerError("syntax", "reset_all", file=file.name, line=line, why=error.msg, slug=file.stem) from None
    except ValueError as error:
        raise LearnerError("syntax", "reset_all", file=file.name, line=1, why=str(error), slug=file.stem) from None


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise LearnerError("not_utf8", "reset_all", file=file.name, slug=file.stem) from None

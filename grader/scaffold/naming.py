"""What a new exercise is called, and which files that means."""

from __future__ import annotations

import ast
import keyword
import re
from dataclasses import dataclass
from pathlib import Path

from grader.author.loading import page_files
from grader.errors import GraderError

_ID = re.compile(r"([A-Z]\d\d)\.([a-z][a-z0-9_]*)")
_SLUG = re.compile(r"[a-z]\d\d_[a-z0-9_]+")


@dataclass(frozen=True)
class Name:
    """`A13.batchnorm` taken apart. `page` is the variable that a page of that assignment calls it by."""

    assignment: str
    function: str

    @property
    def id(self) -> str:
        return f"{self.assignment}.{self.function}"


def parse(identifier: str) -> Name:
    """Raises GraderError when it cannot be the id of an exercise."""
    found = _ID.fullmatch(identifier)
    if found is None or keyword.iskeyword(found[2]):
        raise GraderError(
            f"{identifier}: not the id of an exercise",
            "an id is the assignment, a dot, and the name of the function: A13.batchnorm",
        )
    return Name(found[1], found[2])


def new_slug(name: Name, asked: str) -> str:
    """The file name of a new assignment: `asked`, or the function's name behind the number. Raises GraderError."""
    slug = asked or f"{name.assignment.lower()}_{name.function}"
    if not _SLUG.fullmatch(slug) or not slug.startswith(f"{name.assignment.lower()}_"):
        raise GraderError(
            f"{slug}: not a file name for {name.assignment}", f"like this: {name.assignment.lower()}_topic"
        )
    return slug


@dataclass(frozen=True)
class Existing:
    """A page that is there: its file, the variable of its assignment, and the exercises it declares."""

    path: Path
    variable: str
    exercises: frozenset[str]


def existing(name: Name, pages: Path) -> Existing | None:
    """The page of that assignment in a folder of pages, None without one. Raises GraderError naming file and line."""
    for path in page_files(pages) if pages.is_dir() else []:
        tree = parsed(path)
        for node in tree.body:
            if isinstance(node, ast.Assign) and _declares(node.value, name.assignment):
                classes = frozenset(n.name for n in tree.body if isinstance(n, ast.ClassDef))
                return Existing(path, ast.unparse(node.targets[0]), classes)
    return None


def parsed(path: Path) -> ast.Module:
    """Raises GraderError when the file is no Python."""
    try:
        return ast.parse(path.read_text(encoding="utf-8"))
    except SyntaxError as error:
        raise GraderError(f"{path}:{error.lineno}: {error.msg}") from error


def _declares(value: ast.expr, assignment: str) -> bool:
    return (
        isinstance(value, ast.Call)
        and ast.unparse(value.func).endswith("NewAssignment")
        and bool(value.args)
        and isinstance(value.args[0], ast.Constant)
        and value.args[0].value == assignment
    )

"""Which files changed since the last look, and which functions in them. Polling works where notifications do not:
network drives, containers, WSL."""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

from grader.course.index import Index
from grader.model.submission import Module, Submission

Stamp = tuple[int, int]


class Watched:
    """The files that `list_files` names, as they were at the last look."""

    def __init__(self, list_files: Callable[[], Iterable[Path]]) -> None:
        self._list_files = list_files
        self._seen = self._stamps()

    def changed(self) -> set[Path]:
        """The files that appeared, vanished or changed since the last look."""
        now = self._stamps()
        moved = {path for path in now.keys() | self._seen.keys() if now.get(path) != self._seen.get(path)}
        self._seen = now
        return moved

    def _stamps(self) -> dict[Path, Stamp]:
        stamps = {}
        for path in self._list_files():
            try:
                status = path.stat()
            except OSError:
                continue
            stamps[path] = (status.st_mtime_ns, status.st_size)
        return stamps


def parses(path: Path) -> bool:
    """Whether the file can be read as what it is. A save in two steps or half a thought cannot."""
    try:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".ipynb":
            json.loads(text)
        else:
            ast.parse(text)
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


Prints = dict[str, dict[str, str]]


def fingerprints(submission: Submission) -> Prints:
    """A hash per top-level function of each module, and one under "" for everything else in it."""
    return {module.slug: _module_prints(module) for module in submission.modules}


@lru_cache(maxsize=64)
def _prints_of(source: str) -> tuple[dict[str, str], str]:
    """Hashes of the functions of one piece of source, and all other code in it: comments and blank lines between
    functions change no verdict."""
    tree = _parsed(source)
    if tree is None:
        return {}, source
    lines, prints = source.split("\n"), {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            text = "\n".join(lines[first - 1 : node.end_lineno])
            prints[node.name] = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    others = [ast.dump(node) for node in tree.body if not isinstance(node, ast.FunctionDef)]
    return prints, "\n".join(others)


def _module_prints(module: Module) -> dict[str, str]:
    rest = hashlib.sha256(repr(module.problem).encode())
    prints: dict[str, str] = {}
    for chunk in module.chunks:
        found, others = _prints_of(chunk.source)
        prints |= found
        rest.update(b"\0" + others.encode("utf-8", "replace"))
    return {**prints, "": rest.hexdigest()}


def _parsed(source: str) -> ast.Module | None:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def touched(before: Prints, now: Prints, index: Index) -> set[str]:
    """The ids of the functions that changed, and of all in a file whose other code changed."""
    ids: set[str] = set()
    for assignment in index.assignments:
        old, new = before.get(assignment.slug, {}), now.get(assignment.slug, {})
        if old == new:
            continue
        names = {f.name for f in assignment.functions}
        moved = {n for n in old.keys() | new.keys() if old.get(n) != new.get(n)}
        every = not moved <= names
        ids |= {f.id for f in assignment.functions if every or f.name in moved}
    return ids


def leaning_on(ids: set[str], index: Index) -> set[str]:
    """The ids of the functions, in any file, whose verdict may differ because those in `ids` did."""
    grown = set(ids)
    while True:
        more = {f.id for f in index.functions if f.id not in grown and grown & {*f.uses, *f.own_forward}}
        if not more:
            return grown - ids
        grown |= more

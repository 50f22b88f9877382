"""The worked answers of a course as trusted functions in this process: for their intermediate results only."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from grader.errors import GraderFault
from grader.model.exercise import Exercise
from grader.model.submission import Chunk
from grader.submission.statements import needed

_PACKAGE = "assignments."


class WorkedAnswers:
    """Loads `aNN_topic.py` files of one folder on demand. Their `from assignments.aNN_topic import ...` find each other
    here and never what a student's folder holds."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._modules: dict[str, ModuleType] = {}

    def source(self, slug: str) -> str:
        """The text of one file. Raises GraderFault when it is missing."""
        path = self._folder / f"{slug}.py"
        try:
            return path.read_text(encoding="utf-8")
        except OSError as error:
            raise GraderFault(f"{path.name}: the worked answers are missing ({error.strerror})") from error

    def excerpts(self, exercises: Iterable[Exercise]) -> dict[tuple[str, str], str]:
        """(slug, name) -> the text that stands in for a failing function: of its file only the statements it needs.

        It goes where student code runs, so the answer to what is being judged must not be in it. Exercises of one file
        share a text. Raises GraderFault when a file is missing.
        """
        wanted: dict[str, set[str]] = {}
        for exercise in exercises:
            wanted.setdefault(exercise.slug, set()).add(exercise.name)
        asked = [(slug, name) for slug, names in wanted.items() for name in names]
        while True:
            texts = {slug: _cut(slug, self.source(slug), frozenset(names)) for slug, names in wanted.items()}
            further = [each for text in texts.values() for each in _imported(text) if each[0] in wanted]
            if all(name in wanted[slug] for slug, name in further):
                return {(slug, name): texts[slug] for slug, name in asked}
            for slug, name in further:
                wanted[slug].add(name)

    def function(self, exercise: Exercise) -> Callable[..., Any]:
        """The worked answer of `exercise`. Raises GraderFault when the file has no such function."""
        found = getattr(self._module(exercise.slug), exercise.name, None)
        if not callable(found):
            raise GraderFault(f"{exercise.slug}.py: no worked answer called {exercise.name}")
        answer: Callable[..., Any] = found
        return answer

    def _module(self, slug: str) -> ModuleType:
        if slug not in self._modules:
            module = ModuleType(f"worked {slug}")
            module.__dict__["__builtins__"] = {**vars(builtins), "__import__": self._import}
            self._modules[slug] = module
            code = compile(self.source(slug), f"{slug}.py", "exec", dont_inherit=True)
            exec(code, module.__dict__)  # noqa: S102 - the course's own text, trusted like the engine
        return self._modules[slug]

    def _import(
        self,
        name: str,
        globals: Any = None,
        locals: Any = None,
        fromlist: tuple[str, ...] = (),
        level: int = 0,
    ) -> ModuleType:
        slug = name.removeprefix(_PACKAGE)
        if name != slug or (self._folder / f"{slug}.py").is_file():
            return self._module(slug)
        return builtins.__import__(name, globals, locals, fromlist, level)


@lru_cache(maxsize=256)
def _cut(slug: str, source: str, names: frozenset[str]) -> str:
    """Those statements of a worked file that `names` need. A class fails in the same few places: kept."""
    return "".join(chunk.source for chunk in needed([Chunk(slug, source)], sorted(names)))


@lru_cache(maxsize=256)
def _imported(text: str) -> tuple[tuple[str, str], ...]:
    """(slug, name) of every name that a worked text takes from another worked file."""
    return tuple(
        (node.module.removeprefix(_PACKAGE), alias.name)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(_PACKAGE)
        for alias in node.names
    )

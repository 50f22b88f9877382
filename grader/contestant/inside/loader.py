"""Turns the student's text into modules that can import each other, and nothing else of the student's disk.

A chunk runs statement by statement. When one fails, what it defined before stays, and of the statements after it only
definitions, imports and assignments are tried: a demo line that crashes must not hide the functions below it.
"""

from __future__ import annotations
import __future__

import ast
import linecache
import sys
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from typing import Any

from grader.contestant.inside.places import describe, place_of
from grader.contestant.messages import Load, Piece, Unit
from grader.model.outcome import Unusable

PACKAGES = ("assignments", "solutions")
FUTURES = sum(getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)
KEPT = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign)


class _Lender:
    """A loader for importlib that hands out a module which is executed by us."""

    def __init__(self, module: types.ModuleType) -> None:
        self.module = module

    def create_module(self, _spec: ModuleSpec) -> types.ModuleType:
        return self.module

    def exec_module(self, _module: types.ModuleType) -> None:
        """Nothing: the module was executed before it was lent."""


class Shelf:
    """The modules of one submission. `student` are theirs; `worked` stand in for replaced functions."""

    def __init__(self, load: Load) -> None:
        self.slugs = frozenset(load.slugs)
        self.units = {unit.slug: unit for unit in load.units}
        self.worked_units = {r.slug: Unit(r.slug, (Piece(f"worked {r.slug}", r.source),)) for r in load.replacements}
        self.names: dict[str, list[str]] = {}
        for replacement in load.replacements:
            self.names.setdefault(replacement.slug, []).append(replacement.name)
        self.files: dict[str, str] = {}
        self.lent: dict[str, str] = {}
        self.errors: dict[str, Unusable] = {}
        self._student: dict[str, types.ModuleType] = {}
        self._worked: dict[str, types.ModuleType] = {}
        self._in_worked = False
        # Touching every module would make the fork copy their pages, so only for text that could replace one
        meddles = any("modules" in piece.source for unit in load.units for piece in unit.pieces)
        self._installed = dict(sys.modules) if meddles else {}
        sys.meta_path.insert(0, self)

    def function(self, slug: str, name: str) -> Callable[..., Any] | Unusable:
        """The student's function, loading its module if need be."""
        if slug not in self.units and slug not in self.worked_units:
            return Unusable("missing")
        module = self.module(slug)
        if name not in vars(module):
            return self.errors.get(slug, Unusable("missing"))
        found = vars(module)[name]
        if not callable(found) or isinstance(found, _NO_FUNCTION):
            return Unusable("not_a_function", type(found).__name__[:200])
        return found  # type: ignore[no-any-return]

    def module(self, slug: str) -> types.ModuleType:
        """The student's module, executed, with its replaced functions in place."""
        if slug not in self._student:
            module = self._student[slug] = _new_module(slug)
            with self._importable(slug, module):
                error = self._execute(module, self.units.get(slug, Unit(slug, ())), self.files)
                if error is not None:
                    self.errors[slug] = error
                for name in self.names.get(slug, ()):
                    self._replace(module, name)
        return self._student[slug]

    def _replace(self, module: types.ModuleType, name: str) -> None:
        worked = self._worked_module(module.__name__)
        if name in vars(worked):
            setattr(module, name, vars(worked)[name])

    def _worked_module(self, slug: str) -> types.ModuleType:
        if slug not in self._worked:
            module = self._worked[slug] = _new_module(slug)
            before, self._in_worked = self._in_worked, True
            with self._hidden():
                self._execute(module, self.worked_units[slug], self.lent)
            self._in_worked = before
        return self._worked[slug]

    @contextmanager
    def _importable(self, slug: str, module: types.ModuleType) -> Iterator[None]:
        """While it executes, the module is found by imports that lead back to it."""
        names = [slug, *(f"{package}.{slug}" for package in PACKAGES)]
        for name in names:
            sys.modules.setdefault(name, module)
        yield

    @contextmanager
    def _hidden(self) -> Iterator[None]:
        """Worked modules must not see the student's modules in sys.modules, nor leave their own there."""
        tails = self.slugs | self.units.keys()
        mine = {name: m for name, m in sys.modules.items() if name.rpartition(".")[2] in tails}
        for name in mine:
            del sys.modules[name]
        yield
        for name in [name for name in sys.modules if name.rpartition(".")[2] in tails]:
            del sys.modules[name]
        sys.modules.update(mine)

    def _execute(self, module: types.ModuleType, unit: Unit, files: dict[str, str]) -> Unusable | None:
        """Run every piece; what went wrong first, if anything did."""
        first: Unusable | None = None
        for number, piece in enumerate(unit.pieces):
            filename = f"<student:{piece.label}>"
            if filename in self.files:
                filename = f"<student:{unit.slug}/{number}/{piece.label}>"
            files[filename] = piece.label
            error = run_chunk(piece.source, filename, vars(module))
            if error is not None and first is None:
                first = Unusable("not_loaded", describe(error), place_of(error, files))
        sys.modules.update(self._installed)  # torch itself imports torch later: a stand-in would break every call
        return first

    def find_spec(self, fullname: str, _path: object = None, _target: object = None) -> ModuleSpec | None:
        """importlib asks: the allow-listed names are ours, everything else is found as usual."""
        package, _, slug = fullname.rpartition(".")
        if fullname in PACKAGES:
            return ModuleSpec(fullname, _Lender(types.ModuleType(fullname)), is_package=True)  # type: ignore[arg-type]
        if package not in ("", *PACKAGES) or slug not in self.slugs:
            return None
        if self._in_worked and slug in self.worked_units:
            module = self._worked_module(slug)
        elif slug in self.units or slug in self.worked_units:
            module = self.module(slug)
        else:
            return None
        return ModuleSpec(fullname, _Lender(module))  # type: ignore[arg-type]


_NO_FUNCTION = (type, types.ModuleType, types.BuiltinFunctionType)


def _new_module(slug: str) -> types.ModuleType:
    module = types.ModuleType(slug)
    module.__package__ = PACKAGES[0]
    del module.__spec__, module.__loader__
    return module


def run_chunk(source: str, filename: str, namespace: dict[str, Any]) -> BaseException | None:
    """Execute one chunk in `namespace`; the first error, or None."""
    lines = source.splitlines(keepends=True)
    linecache.cache[filename] = (len(source), None, lines, filename)
    try:
        tree = ast.parse(source, filename)
        flags = compile(source, filename, "exec", dont_inherit=True).co_flags & FUTURES
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
        return error
    first: BaseException | None = None
    for statement in tree.body:
        if first is not None and not isinstance(statement, KEPT):
            continue
        try:
            code = compile(ast.Module([statement], []), filename, "exec", flags=flags, dont_inherit=True)
            exec(code, namespace)  # noqa: S102 - this is the process for it
        except BaseException as error:  # noqa: BLE001 - SystemExit too: sys.exit() in a notebook cell ends that cell only
            first = first or error
    return first

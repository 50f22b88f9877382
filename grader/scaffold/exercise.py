"""Write what a new exercise needs. All texts are made first and written last: a refusal leaves nothing half done."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from grader.course.places import BUILT_IN, Places, places
from grader.errors import GraderError
from grader.locale.words import LANGUAGES
from grader.scaffold.naming import Existing, Name, existing, new_slug, parse, parsed
from grader.scaffold.words import MISTAKE, UNFINISHED, assignment_texts, catalogue, exercise_texts

_PAGE_NAMES = {"torch": ("tensor",), "grader.author": ("Draw", "case", "corner", "seen")}
_SOLUTION_NAMES = {"": ("torch",), "torch": ("Tensor",)}


@dataclass(frozen=True)
class Scaffolded:
    """`id` of the exercise, its `slug`, and the files written: solution, page, catalogues."""

    id: str
    slug: str
    files: tuple[Path, ...]


def new_exercise(identifier: str, course: Path | None = None, slug: str = "") -> Scaffolded:
    """Add an exercise to a course, in a page of its own or at the end of its assignment's.

    `course` None is the built-in one of this checkout; a folder that is not there yet becomes a new course. `slug`
    names the files of a new assignment. Raises GraderError when the exercise exists or the course cannot be changed.
    """
    name, where = parse(identifier), _writable(course)
    there = existing(name, where.pages)
    if there is None:
        slug = new_slug(name, slug)
        texts = _new_assignment(name, slug, where)
        said = assignment_texts(name.assignment) | exercise_texts(name.id)
    else:
        if slug not in ("", there.path.stem):
            raise GraderError(f"{name.assignment} is there already, and is called {there.path.stem}")
        slug = there.path.stem
        texts = _added(name, there, where)
        said = exercise_texts(name.id)
    for lang in LANGUAGES:
        path = where.pages / "locale" / lang / "LC_MESSAGES" / f"{slug}.po"
        texts[path] = catalogue(path, lang, said)
    write_texts(texts)
    return Scaffolded(name.id, slug, tuple(texts))


def _writable(course: Path | None) -> Places:
    where = places(course)
    if course is None and where.stubs.is_relative_to(BUILT_IN.parent):
        raise GraderError(
            "the course inside an installed package is not yours to edit",
            "work in a checkout of the project, or give the folder of your own course: --course DIR",
        )
    return where


def _new_assignment(name: Name, slug: str, where: Places) -> dict[Path, str]:
    solution, page = where.worked / f"{slug}.py", where.pages / f"{slug}.py"
    for path in (solution, page):
        if path.exists():
            raise GraderError(f"{path}: is there already")
    values = _values(name, name.assignment, where) | {"slug": slug}
    return {
        solution: _filled("solution_head", values) + _filled("solution", values),
        page: _filled("page_head", values) + _filled("page", values),
    }


def _added(name: Name, there: Existing, where: Places) -> dict[Path, str]:
    solution = where.worked / there.path.name
    if name.function in there.exercises:
        raise GraderError(f"{there.path}: {name.id} is there already")
    if not solution.is_file():
        raise GraderError(f"{solution}: missing", "every page wants a worked solution of the same name")
    values = _values(name, there.variable, where)
    return {
        solution: _with(solution, _SOLUTION_NAMES) + _filled("solution", values),
        there.path: _with(there.path, _PAGE_NAMES) + _filled("page", values),
    }


def _values(name: Name, variable: str, where: Places) -> dict[str, object]:
    sentences = (where.pages / "sentences.json").is_file()
    return {
        "id": name.id,
        "assignment": name.assignment,
        "function": name.function,
        "variable": variable,
        "teaches": f'teaches=["{UNFINISHED}"]' if sentences else "",
        "unfinished": UNFINISHED,
        "mistake": MISTAKE,
    }


def _filled(template: str, values: Mapping[str, object]) -> str:
    environment = Environment(
        loader=PackageLoader("grader.scaffold"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 (Python source, not HTML)
    )
    return environment.get_template(f"{template}.py.j2").render(values)


def _with(path: Path, wanted: Mapping[str, tuple[str, ...]]) -> str:
    """The text of a module that imports what the template needs. Imports it lacks go below the ones it has."""
    text, tree = path.read_text(encoding="utf-8"), parsed(path)
    imports = [n for n in tree.body if isinstance(n, (ast.Import, ast.ImportFrom))]
    known = {alias.asname or alias.name for n in imports for alias in n.names}
    lines, at = text.rstrip("\n").split("\n"), max((n.end_lineno or 0 for n in imports), default=0)
    for module, names in wanted.items():
        missing = [n for n in names if n not in known]
        if missing and module:
            lines.insert(at, f"from {module} import {', '.join(missing)}")
        elif missing:
            lines.insert(at, f"import {', '.join(missing)}")
    return "\n".join(lines) + "\n"


def write_texts(texts: Mapping[Path, str]) -> None:
    """Writes every file, and the folders on the way to it."""
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

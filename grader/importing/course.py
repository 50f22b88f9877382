"""Masters -> the files of a course: worked solutions, pages, catalogues. `grader derive` makes the rest."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.author.loading import page_files
from grader.course.places import places
from grader.errors import LearnerError
from grader.importing.answers import Answer, answers
from grader.importing.master import Left, Master
from grader.importing.nbgrader import is_nbgrader, read_nbgrader
from grader.importing.otter import is_otter, read_otter
from grader.importing.page import Exercise, exercises, page, solution
from grader.importing.reading import read_cells
from grader.locale.words import LANGUAGES
from grader.scaffold.exercise import write_texts
from grader.scaffold.words import assignment_texts, catalogue, exercise_texts


@dataclass(frozen=True)
class Imported:
    """`files` that were written, `exercises` by id with their points, and what was `left` for a human."""

    files: tuple[Path, ...]
    exercises: tuple[tuple[str, float], ...]
    left: tuple[Left, ...]


def import_masters(masters: Sequence[Path], course: Path) -> Imported:
    """Add each master to the course as one assignment. Raises LearnerError, GraderError, OSError; then nothing is
    written.
    """
    texts: dict[Path, str] = {}
    made: list[Exercise] = []
    left: list[Left] = []
    number = len(page_files(course)) if course.is_dir() else 0
    for path in _notebooks(masters):
        master = _master(path)
        found, asked, missing = _asked(master)
        left += [*master.left, *missing]
        if not found:
            left.append(Left(path.name, path.stem, "nothing"))
            continue
        number += 1
        id = f"A{number:02}"
        slug = f"{id.lower()}_{re.sub(r'[^a-z0-9]+', '_', path.stem.lower()).strip('_') or 'imported'}"
        here = exercises(id, found)
        made += here
        left += [Left(path.name, e.id, "no_cases") for e in here if not e.cases]
        texts |= _files(course, id, slug, master, here, asked)
    write_texts(texts)
    return Imported(tuple(texts), tuple((e.id, e.points) for e in made), tuple(left))


def _notebooks(masters: Sequence[Path]) -> list[Path]:
    found = [p for m in masters for p in (sorted(m.glob("*.ipynb")) if m.is_dir() else [m])]
    if not found:
        raise LearnerError("import_nothing")
    return found


def _master(path: Path) -> Master:
    cells = read_cells(path)
    if is_nbgrader(cells):
        return read_nbgrader(path.name, cells)
    if is_otter(cells):
        return read_otter(path.name, cells)
    raise LearnerError("import_neither", file=path.name)


def _asked(master: Master) -> tuple[list[Answer], list[str], list[Left]]:
    """All functions to write, the code around them in order, and what is none."""
    found: list[Answer] = []
    around = list(master.given)
    left: list[Left] = []
    for question in master.questions:
        here, rest, missing = answers(question, master.file)
        left += missing
        for answer in here:
            if any(answer.name == other.name for other in found):
                left.append(Left(master.file, question.name, "twice", {"name": answer.name}))
            else:
                found.append(answer)
        around += rest
    return found, [text for text in around if _parses(text)], left


def _parses(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


def _files(
    course: Path, id: str, slug: str, master: Master, here: Sequence[Exercise], around: Sequence[str]
) -> dict[Path, str]:
    where = places(course)
    texts = {
        where.worked / f"{slug}.py": solution(id, master, here, around),
        where.pages / f"{slug}.py": page(id, slug, master, here, around),
    }
    for path in texts:
        if path.exists():
            raise LearnerError("import_there", file=str(path))
    said = assignment_texts(id)
    for exercise in here:
        said |= {k: v for k, v in exercise_texts(exercise.id).items() if ".wrong." not in k}
    for lang in LANGUAGES:
        path = where.pages / "locale" / lang / "LC_MESSAGES" / f"{slug}.po"
        texts[path] = _titled(catalogue(path, lang, said), id, master.title)
    return texts


def _titled(text: str, id: str, title: str) -> str:
    """The catalogue with the master's title, in the language that it has."""
    written = title.replace("\\", "/").replace('"', "'")
    return re.sub(rf'(msgid "{id}\.title"\nmsgstr ")[^"\n]*"', lambda m: f'{m.group(1)}{written}"', text)

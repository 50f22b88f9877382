"""nbgrader's source notebooks: metadata says what a cell is, BEGIN/END comments what students do not get."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from grader.importing.master import CheckCell, Left, Line, Master, Question
from grader.importing.reading import Cell, title


def is_nbgrader(cells: Sequence[Cell]) -> bool:
    return any(cell.nbgrader for cell in cells)


def read_nbgrader(file: str, cells: tuple[Cell, ...]) -> Master:
    """Autograder tests belong to the solution cell above them."""
    given: list[str] = []
    questions: list[Question] = []
    left: list[Left] = []
    prose = ""
    for cell in cells:
        role = _role(cell)
        if role == "prose":
            prose = cell.source
        elif role == "answer":
            questions.append(_question(cell, prose))
            prose = ""
        elif role == "test" and questions:
            questions[-1] = replace(questions[-1], tests=(*questions[-1].tests, _test(cell)))
        elif role == "given":
            given.append(cell.source)
        elif role in ("task", "written"):
            left.append(Left(file, _name(cell), role))
    return Master(file, "nbgrader", title(cells, file.rpartition(".")[0]), tuple(given), tuple(questions), tuple(left))


def _role(cell: Cell) -> str:
    about = cell.nbgrader
    if about.get("task"):
        return "task"
    if cell.kind != "code":
        return "written" if about.get("solution") else "prose"
    if about.get("solution"):
        return "answer"
    return "test" if about.get("grade") else "given"


def _name(cell: Cell) -> str:
    return str(cell.nbgrader.get("grade_id", ""))


def _question(cell: Cell, prose: str) -> Question:
    """An answer that is graded itself is graded by hand, and has its own points."""
    manual = bool(cell.nbgrader.get("grade"))
    points = float(cell.nbgrader.get("points") or 0) if manual else None
    return Question(_name(cell), (_lines(cell.source),), (), points, prose, manual)


def _lines(source: str) -> tuple[Line, ...]:
    """Without markers nbgrader hands out an empty cell: everything is answer then."""
    lines, inside = [], "BEGIN SOLUTION" not in source
    for text in source.split("\n"):
        if "BEGIN SOLUTION" in text or "END SOLUTION" in text:
            inside = "BEGIN SOLUTION" in text
        else:
            lines.append(Line(text, inside))
    return tuple(lines)


def _test(cell: Cell) -> CheckCell:
    """A cell with BEGIN HIDDEN TESTS has both kinds; it is hidden when nothing in it can be seen."""
    kept, seen, hidden = [], False, False
    for line in cell.source.split("\n"):
        if "HIDDEN TESTS" in line:
            hidden = "BEGIN" in line
            continue
        text = _autotest(line) if "AUTOTEST" in line else line
        seen = seen or bool(text.strip() and not text.strip().startswith("#") and not hidden)
        kept.append(text)
    return CheckCell(_name(cell), "\n".join(kept), float(cell.nbgrader.get("points") or 0), not seen)


def _autotest(line: str) -> str:
    """The expressions behind AUTOTEST, whose values nbgrader records when the assignment is generated."""
    expressions = line.partition("AUTOTEST")[2].split(";")
    return "\n".join(line[: len(line) - len(line.lstrip())] + e.strip() for e in expressions if e.strip())

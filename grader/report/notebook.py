"""A copy of a student's notebook with a cell of feedback after the cell of each function."""

from __future__ import annotations

import json
import re
import warnings
from typing import Any

import nbformat
from nbformat.v4 import new_markdown_cell, new_notebook

from grader.errors import GraderError, LearnerError
from grader.locale import Words
from grader.model.result import AssignmentResult, FunctionResult, Result
from grader.report.clean import clean, one_line
from grader.report.exports.entries import earned, number, possible
from grader.report.exports.marks import fence, inline
from grader.report.terminal.block import block
from grader.report.terminal.look import Look
from grader.report.terminal.table import QUIET, points

_LOOK = Look(width=76)
_CELL = re.compile(r"cell (\d+)")
_ID = re.compile(r"[a-zA-Z0-9-_]{1,64}")
_TYPES = ("code", "markdown", "raw")


def with_feedback(text: str, result: Result, words: Words) -> str:
    """The notebook's text with feedback cells, valid whatever the original was. Feedback of an earlier run goes.

    Raises LearnerError when the text is no notebook at all.
    """
    book = _opened(text)
    cells = [c for c in book.cells if "feedback" not in c.metadata.get("grader", {})]
    code = [c for c in cells if c.cell_type == "code"]
    after: dict[int, list[Any]] = {}
    homeless = []
    for assignment in result.assignments:
        for function in assignment.functions:
            made = _cell(_told(function, assignment, words), function.verdict.id)
            home = _home(function, code)
            after.setdefault(id(home), []).append(made) if home is not None else homeless.append(made)
    book.cells = [_cell(_summary(result, words), "summary")]
    for cell in cells:
        book.cells += [cell, *after.get(id(cell), [])]
    book.cells += homeless
    return _closed(book)


def _home(function: FunctionResult, code: list[Any]) -> Any | None:
    """The cell that a function is defined in."""
    found = _CELL.fullmatch(function.source_file)
    place = int(found.group(1)) if found else 0
    return code[place - 1] if 0 < place <= len(code) else None


def _told(function: FunctionResult, assignment: AssignmentResult, words: Words) -> str:
    verdict = function.verdict
    state = words.say_short("report", f"status.{verdict.status}")
    earned = f"{points(verdict.points)}/{points(verdict.max_points)}"
    head = f"{_LOOK.sign(verdict.status)} **{inline(verdict.id)}** {inline(state)} {earned}"
    if verdict.status in QUIET:
        notes = [inline(words.say_short(n.domain, n.id, **n.params)) for n in verdict.notes]
        return "\n\n".join([head, *notes])
    return f"{head}\n\n{fence(clean(chr(10).join(block(function, assignment, words, _LOOK))))}"


def _summary(result: Result, words: Words) -> str:
    most = possible(result)
    share = number(100 * earned(result) / most) if most else "0"
    score = words.say_short("export", "score", points=number(earned(result)), max_points=number(most), percent=share)
    seed = words.say_short("terminal", "seed", seed=result.environment.seed)
    return f"### {inline(score)}\n\n{inline(one_line(seed))}"


def _cell(source: str, about: str) -> Any:
    metadata = {"grader": {"feedback": about}, "editable": False}
    name = f"feedback-{re.sub('[^A-Za-z0-9]', '-', about)}"[:64]
    return new_markdown_cell(source, id=name, metadata=metadata)  # type: ignore[no-untyped-call,unused-ignore]


def _opened(text: str) -> Any:
    """The notebook in today's format, cell by cell as the schema wants it. Students' notebooks are often not."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book: Any = nbformat.convert(nbformat.from_dict(json.loads(text)), 4)
            cells = [c for c in book.cells if isinstance(c, dict) and c.get("cell_type") in _TYPES]
    except (ValueError, RecursionError, AttributeError, KeyError, TypeError, nbformat.ValidationError):
        raise LearnerError("feedback_notebook") from None
    metadata = book.metadata if isinstance(book.metadata, dict) else {}
    return new_notebook(cells=_mended(cells), metadata=metadata)


def _mended(cells: list[Any]) -> list[Any]:
    mended, taken = [], set[str]()
    for place, cell in enumerate(cells):
        id = cell.get("id")
        if not isinstance(id, str) or not _ID.fullmatch(id) or id in taken:
            id = f"cell-{place}"
        taken.add(id)
        source = cell.get("source", "")
        source = source if isinstance(source, str) else "".join(s for s in source if isinstance(s, str))
        metadata = cell.get("metadata")
        kept: dict[str, Any] = {"id": id, "source": source, "metadata": metadata if isinstance(metadata, dict) else {}}
        if cell.cell_type == "code":
            count = cell.get("execution_count")
            kept["execution_count"] = count if isinstance(count, int) else None
            kept["outputs"] = [o for o in cell.get("outputs") or [] if _valid(o)]
        elif isinstance(cell.get("attachments"), dict):
            kept["attachments"] = cell.attachments
        mended.append(nbformat.from_dict({"cell_type": cell.cell_type, **kept}))
    return mended


def _valid(output: Any) -> bool:
    return bool(nbformat.validator.isvalid(output, ref="output", version=4, version_minor=5))


def _closed(book: Any) -> str:
    """The text of the notebook. Raises GraderError when the schema still has an objection."""
    try:
        nbformat.validate(book)
    except nbformat.ValidationError as error:
        raise GraderError(f"notebook: {one_line(error.message)[:200]}") from None
    written: str = nbformat.writes(book, version=4, ensure_ascii=False, indent=1)
    return written.rstrip("\n") + "\n"

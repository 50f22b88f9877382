"""`check` and `feedback`: from a function or a name to what is shown."""

from __future__ import annotations

import atexit
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.course.index import Index, read_index
from grader.errors import GraderError, LearnerError
from grader.jupyter.kernel import cells, shell, source_of, typed
from grader.jupyter.showing import Feedback, show, sorry
from grader.model.submission import Chunk, Module, Submission
from grader.submission.statements import defined, needed
from grader.workspace.target import named, target

if TYPE_CHECKING:
    from grader.grading import Session

_sessions: dict[Path | None, Session] = {}


def check(*what: object, course: Path | str | None = None) -> None:
    """Grade functions and show what came out: as HTML in a notebook, as text elsewhere.

    `what`: functions (`sigmoid`), or names ("A07.sigmoid", "sigmoid", "A07"); without any, all that was written.
    """
    try:
        show(feedback(*what, course=course))
    except GraderError as error:
        sorry(error)


def feedback(*what: object, course: Path | str | None = None) -> Feedback:
    """Like `check`, but the result comes back and nothing is shown. Raises GraderError."""
    folder = Path(course) if course is not None else None
    index = read_index(folder)
    chunks, names = _text(what), [_name(each) for each in what]
    present = defined(chunks)
    written = [f for f in index.functions if f.name in present]
    only = [_id(name, index) for name in names] or [f.id for f in written]
    if not only:
        raise LearnerError("nothing_written")
    submission = _submission(index, chunks, [f.name for f in written], only)
    chosen = _begun(only, index, [f.id for f in written])
    try:
        return Feedback(_session(folder).grade(submission, chosen), folder)
    except KeyboardInterrupt:  # the kernel's stop button: what is half done is not trusted with the next question
        session = _sessions.pop(folder, None)
        if session is not None:
            session.close()
        raise


def _text(what: Sequence[object]) -> tuple[Chunk, ...]:
    """The source to look in: the notebook's cells, or the file that a function was imported from."""
    functions = [each for each in what if callable(each)]
    files = [source_of(function) for function in functions if not typed(function)]
    return (*(chunk for file in dict.fromkeys(files) for chunk in file), *cells())


def _name(each: object) -> str:
    return each if isinstance(each, str) else str(getattr(each, "__name__", each))


def _id(name: str, index: Index) -> str:
    found = named(name, index)
    if found is None:
        target([name], index, Path("/"))  # raises, with the nearest name there is
        raise LearnerError("unknown", word=name, first=index.assignments[0].id, last=index.assignments[-1].id)
    return found


def _begun(only: Sequence[str], index: Index, written: Sequence[str]) -> list[str]:
    """A whole assignment means those of its functions that were written here, or all of it when none was."""
    chosen: list[str] = []
    for id in only:
        assignment = index.assignment(id)
        mine = [f.id for f in assignment.functions if f.id in written] if assignment else []
        chosen += mine or [id]
    return chosen


def _submission(index: Index, chunks: Sequence[Chunk], written: Sequence[str], only: Sequence[str]) -> Submission:
    """What was written here, beside what lies in the folder: the other assignments, and those not written here."""
    beside = _beside(index)
    modules = {m.slug: m for m in beside.modules} if beside else {}
    for assignment in index.assignments:
        mine = [f.name for f in assignment.functions if f.name in written]
        if mine:
            sources = needed(chunks, mine)
            modules[assignment.slug] = Module(assignment.slug, "", sources, notebook=shell() is not None)
    slugs = {a.slug for a in index.assignments for id in only if a.id == id.partition(".")[0]}
    if not slugs <= set(modules):
        raise LearnerError("nothing_written")
    ordered = tuple(modules[a.slug] for a in index.assignments if a.slug in modules)
    digest = hashlib.sha256(repr(ordered).encode("utf-8", "surrogatepass")).hexdigest()
    return Submission(beside.id if beside else "notebook", ordered, digest)


def _beside(index: Index) -> Submission | None:
    from grader.workspace.reading import read_target

    try:
        found = target([], index, Path.cwd())
    except (LearnerError, OSError):
        return None
    return replace(read_target(found, index.slugs), problems=(), ignored=())


def _session(course: Path | None) -> Session:
    """One warm session for each course, for as long as the kernel lives."""
    if course not in _sessions:
        from grader.grading import Session

        _sessions[course] = Session(course=course)
        atexit.register(_sessions[course].close)
    return _sessions[course]


def magic(line: str, cell: str | None = None) -> Any:
    """`%grade A07 A08.one_hot`, and `%%grade A07.sigmoid`, which runs the cell first as if it stood alone."""
    running = shell()
    if cell is not None and running is not None:
        done = running.run_cell(cell, store_history=False)
        if done.error_before_exec is not None or done.error_in_exec is not None:
            return
    check(*line.split())

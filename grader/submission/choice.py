"""Which of several files with the same assignment's name is the one to grade.

The file with the fewest functions left as stubs wins: `grader start` gives out `.py` or notebooks, and who has both
edited one of them. Among equals the plainest name, the shallowest place, then `.py`. The choice is told to the student.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.model.submission import Chunk, Module, Problem
from grader.submission.found import File, Refused
from grader.submission.naming import collisions, tidy
from grader.submission.notebook import chunks
from grader.submission.text import decode

# only blanks of the same line: \s would take a million empty lines anew from each of them
_STUB = re.compile(r"^[ \t]*raise[ \t]+NotImplementedError", re.MULTILINE)
_DEFINITION = re.compile(r"^[ \t]*(?:async[ \t]+)?def[ \t]", re.MULTILINE)


def module(slug: str, files: Sequence[File]) -> tuple[Module, tuple[Problem, ...]]:
    """The module of one assignment and, when there was a choice, the sentence that says so."""
    doubtful = collisions([file.path for file in files])
    different = {file.data for file in files if tidy(file.path).casefold() in doubtful}
    if len(different) > 1:
        path = min(file.path for file in files if tidy(file.path).casefold() in doubtful)
        return Module(slug, path, problem=Refused("twice", file=path).problem), ()
    read = sorted((_read(slug, file) for file in files), key=lambda pair: pair[0])
    chosen = read[0][1]
    others = sorted({m.path for _, m in read} - {chosen.path})
    if not others:
        return chosen, ()
    return chosen, (Problem("chosen", {"file": chosen.path, "others": ", ".join(others[:5])}),)


Order = tuple[bool, bool, int, int, int, bool, str]


def _read(slug: str, file: File) -> tuple[Order, Module]:
    notebook = file.path.lower().endswith(".ipynb")
    pieces: tuple[Chunk, ...] = ()
    problem = file.problem
    if file.data is not None:
        try:
            pieces = _chunks(file.data, file.path, notebook)
        except Refused as refused:
            problem = refused.problem
    source = "\n".join(chunk.source for chunk in pieces)
    order = (
        problem is not None,
        not _DEFINITION.search(source),
        len(_STUB.findall(source)),
        file.rank,
        file.path.count("/"),
        notebook,
        file.path,
    )
    return order, Module(slug, file.path, pieces, problem, notebook)


def _chunks(data: bytes, path: str, notebook: bool) -> tuple[Chunk, ...]:
    if not data.strip():
        raise Refused("empty", file=path)
    if notebook:
        return chunks(data, path)
    text = decode(data, path)
    if not text.strip():
        raise Refused("empty", file=path)
    return (Chunk(path.rpartition("/")[2], text),)

"""The texts of an imported assignment: its worked solution, and the page that judges it."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.importing.answers import Answer
from grader.importing.cases import Tried, tried
from grader.importing.master import Master
from grader.model.submission import Chunk
from grader.scaffold.words import UNFINISHED
from grader.submission.statements import needed

_WORKED = "worked_"


@dataclass(frozen=True)
class Exercise:
    """A function with its points and the cases found for it; `uses` are ids of others that it calls."""

    id: str
    answer: Answer
    points: float
    cases: tuple[Tried, ...]
    uses: tuple[str, ...]


def exercises(assignment: str, found: Sequence[Answer]) -> tuple[Exercise, ...]:
    """Points of a question go to its functions in equal parts; a test's to the question it belongs to."""
    parameters = {a.name: a.parameters for a in found}
    tests = dict.fromkeys(test for answer in found for test in answer.question.tests)
    cases = [case for test in tests for case in tried(test, parameters)]
    return tuple(
        Exercise(
            id=f"{assignment}.{answer.name}",
            answer=answer,
            points=_points(answer, found),
            cases=tuple(dict.fromkeys(c for c in cases if c.function == answer.name)),
            uses=tuple(f"{assignment}.{n}" for n in sorted(_calls(answer) & set(parameters)) if n != answer.name),
        )
        for answer in found
    )


def _points(answer: Answer, found: Sequence[Answer]) -> float:
    question = answer.question
    said = [t.points for t in question.tests if t.points is not None]
    whole = question.points if question.points is not None else sum(said) if said else 1.0
    share = whole / sum(a.question is question for a in found)
    return round(share, 2) if share > 0 else 1.0


def _calls(answer: Answer) -> set[str]:
    return {n.id for n in ast.walk(ast.parse(answer.plain)) if isinstance(n, ast.Name)}


def solution(assignment: str, master: Master, here: Sequence[Exercise], around: Sequence[str]) -> str:
    """`solutions/aNN_topic.py`: what the functions lean on, then the functions with our markers."""
    blocks = [_kept(here, around), *(e.answer.source.rstrip() for e in here)]
    return "\n\n\n".join([f'"""{assignment} {_quoted(master.title)}"""', *(b for b in blocks if b)]) + "\n"


def page(assignment: str, slug: str, master: Master, here: Sequence[Exercise], around: Sequence[str]) -> str:
    """`aNN_topic.py`: the worked functions serve as references until the author writes independent ones."""
    renamed = {e.answer.name: f"{_WORKED}{e.answer.name}" for e in here}
    imports = (
        "from torch import tensor\n\n"
        if any("tensor(" in a for e in here for c in e.cases for a in c.arguments)
        else ""
    )
    head = (
        f'"""{_quoted(master.title)}\n\nImported from {_quoted(master.file)} ({master.tool}).\n'
        f'{UNFINISHED}: references of your own, drawn cases, corners, known mistakes.\n"""\n\n{imports}'
        f"from grader.author import Draw, NewAssignment, case, corner, seen\n"
    )
    blocks = [
        head.rstrip("\n"),
        _kept(here, around),
        f'{assignment} = NewAssignment("{assignment}", "{slug}")',
        *(_renamed(e.answer.plain, renamed) for e in here),
        *(_exercise(assignment, e, renamed) for e in here),
    ]
    return "\n\n\n".join(b for b in blocks if b) + "\n"


def _kept(here: Sequence[Exercise], around: Sequence[str]) -> str:
    """Of the code around, what the functions need."""
    chunks = [Chunk(str(n), text) for n, text in enumerate((*around, *(e.answer.plain for e in here)))]
    own = {e.answer.name for e in here}
    kept = [c for c in needed(chunks, own) if int(c.label) < len(around)]
    return "\n".join(line for c in kept for line in c.source.splitlines() if line.strip())


def _renamed(source: str, names: Mapping[str, str]) -> str:
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in names:
            node.id = names[node.id]
        elif isinstance(node, ast.FunctionDef) and node in tree.body:
            node.name = names[node.name]
            node.body = node.body[1:] if ast.get_docstring(node) is not None and len(node.body) > 1 else node.body
    return ast.unparse(tree)


def _exercise(assignment: str, exercise: Exercise, names: Mapping[str, str]) -> str:
    answer = exercise.answer
    uses = f", uses={list(exercise.uses)!r}".replace("'", '"') if exercise.uses else ""
    cases = [f"        yield {_yielded(case)}" for case in exercise.cases]
    signature = ", ".join(answer.parameters)
    return "\n".join(
        [
            f"@{assignment}.exercise(points={exercise.points:g}{uses})",
            f"class {answer.name}:",
            f'    """{answer.name}({signature})"""',
            "",
            f"    reference = {names[answer.name]}",
            "",
            f"    def scale({signature}):  # {UNFINISHED}: the formula with absolute values",
            "        return 1.0",
            "",
            "    def cases(draw: Draw):",
            *(cases or [f"        yield from ()  # {UNFINISHED}: no test of the master could be turned into a case"]),
        ]
    )


def _yielded(case: Tried) -> str:
    raises = f", raises={case.raises}" if case.raises else ""
    arguments = ", ".join(case.arguments)
    if case.raises and case.hidden:
        return f'corner({arguments}, why="ordinary"{raises})'
    return f"case({arguments})" if case.hidden else f"seen({arguments}{raises})"


def _quoted(text: str) -> str:
    return text.replace("\\", "/").replace('"', "'")

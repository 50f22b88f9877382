"""Pairs of submissions that are nearly the same, with both texts."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from pathlib import Path

from grader.batch.settings import Settings
from grader.course.places import places
from grader.gradebook.adjusting import Decisions
from grader.gradebook.grades import graded
from grader.gradebook.store import Gradebook
from grader.model.gradebook import Pair, PairFunction
from grader.similarity.fingerprints import fingerprints, unpack
from grader.similarity.pairs import Likeness, alike

_SHOWN = 12
_PAIRS = 60


def twins(gradebook: Gradebook, settings: Settings, decisions: Decisions, size: int) -> list[Pair]:
    """The likest pairs of different students, side by side in the functions that make them alike."""
    rules = settings.rules()

    def prints() -> Iterator[tuple[str, array[int]]]:
        for student in gradebook.students():
            kept = [a.kept for a in student.attempts if a.kept is not None]
            if kept:
                yield student.id, unpack(kept[-1].prints)

    pairs = alike(prints(), size, _starter(settings))[:_PAIRS]
    involved = {name for pair in pairs for name in (pair.left, pair.right)}
    texts: dict[str, dict[str, str]] = {}
    for student in gradebook.students() if involved else ():
        if student.id in involved:
            data = graded(student, rules, decisions).data
            functions = [f for a in (data["assignments"] if data else ()) for f in a["functions"]]
            texts[student.id] = {f["id"]: f["source"] for f in functions if f["status"] != "todo"}
    return [_pair(pair, texts) for pair in pairs]


def _pair(pair: Likeness, texts: dict[str, dict[str, str]]) -> Pair:
    left, right = texts.get(pair.left, {}), texts.get(pair.right, {})
    scored = []
    for place, identifier in enumerate(left):
        one, other = fingerprints(left[identifier]), fingerprints(right.get(identifier, ""))
        if one and other:
            scored.append((-len(one & other), place, PairFunction(identifier, left[identifier], right[identifier])))
    shown = sorted(s for s in scored if s[0] < 0)[:_SHOWN]
    return Pair(pair.left, pair.right, round(pair.share, 4), pair.shared, tuple(f for _, _, f in shown))


def _starter(settings: Settings) -> set[int]:
    """The fingerprints of the stubs: what everybody was given is nobody's copy."""
    folder = places(Path(settings.course) if settings.course else None).stubs
    found: set[int] = set()
    for slug in {e.slug for e in settings.hello.exercises}:
        path = folder / f"{slug}.py"
        if path.is_file():
            found |= fingerprints(path.read_text(encoding="utf-8"))
    return found

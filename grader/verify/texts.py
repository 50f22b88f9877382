"""Every function has its words in both languages, and every sentence of the source has a function that teaches it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.locale import Words
from grader.model.exercise import Course, Exercise
from grader.scaffold.words import UNFINISHED

HINTS = 3


def texts(exercises: Sequence[Exercise], course: Path | None) -> Iterator[str]:
    """A line for every message that one of the languages lacks, or that is as `grader new-exercise` left it."""
    yield from (f"{e.id}: the formula is not written yet" for e in exercises if e.formula.startswith(UNFINISHED))
    for lang in ("ko", "en"):
        words = Words(lang, course)
        for slug, id in dict.fromkeys((e.slug, id) for e in exercises for id in _wanted(e)):
            if not words.has(slug, id):
                yield f"{id}: no text in {lang}"
            elif words.say(slug, id).startswith(UNFINISHED):
                yield f"{id}: the text in {lang} is not written yet"


def _wanted(exercise: Exercise) -> Iterator[str]:
    yield f"{exercise.assignment}.title"
    yield f"{exercise.assignment}.goal"
    yield from (f"{exercise.id}.hint.{level}" for level in range(1, HINTS + 1))
    yield from (f"{exercise.id}.wrong.{name}" for name in exercise.wrong)


def coverage(course: Course, pages: Path) -> tuple[int, list[str]]:
    """How many sentences the course's `sentences.json` has (0 without one), and which no core function teaches."""
    file = pages / "sentences.json"
    if not file.is_file():
        return 0, []
    sentences = json.loads(file.read_text(encoding="utf-8"))
    taught = {s for a in course.assignments for e in a.exercises if e.tier == "core" for s in e.teaches}
    missing = [f"{s}: no core function teaches it" for s in sentences if s not in taught]
    unknown = [f"{s}: taught, but not a sentence of the source" for s in sorted(taught - set(sentences))]
    return len(sentences), missing + unknown

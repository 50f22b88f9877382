"""The coverage matrix: every sentence of the lecture notes behind the course is taught by graded functions."""

from __future__ import annotations

import json
import re

import pytest

from grader.author import load_course
from grader.author.loading import BUILT_IN

SENTENCES = json.loads((BUILT_IN / "sentences.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def teachers() -> dict[str, list[str]]:
    """Sentence id -> the core functions that teach it."""
    found: dict[str, list[str]] = {}
    for exercise in (e for a in load_course().assignments for e in a.exercises if e.tier == "core"):
        for sentence in exercise.teaches:
            found.setdefault(sentence, []).append(exercise.id)
    return found


def test_there_are_48_sentences_in_order() -> None:
    assert list(SENTENCES) == [f"S{n:02d}" for n in range(1, 49)]
    assert all(len(text) > 10 for text in SENTENCES.values())


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_core_function_teaches(sentence: str, teachers: dict[str, list[str]]) -> None:
    assert teachers.get(sentence), f"no core function teaches {sentence}: {SENTENCES[sentence]}"


def test_every_function_teaches_sentences_that_exist() -> None:
    for exercise in (e for a in load_course().assignments for e in a.exercises):
        assert exercise.teaches, exercise.id
        assert set(exercise.teaches) <= set(SENTENCES), exercise.id


def test_answers_cite_only_sentences_that_their_page_teaches() -> None:
    """The sources named in a contract and the coverage of its page do not drift apart."""
    solutions = BUILT_IN.parents[1] / "solutions"
    for assignment in load_course().assignments:
        quoted = set(re.findall(r"\bS\d\d\b", (solutions / f"{assignment.slug}.py").read_text(encoding="utf-8")))
        taught = {s for e in assignment.exercises for s in e.teaches}
        assert quoted <= taught, f"{assignment.id} quotes {quoted - taught}, which none of its functions teaches"

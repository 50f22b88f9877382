"""All checks of a course, one step after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.author import load_course
from grader.course.places import places
from grader.errors import GraderError
from grader.grading import Session
from grader.grading.worked import WorkedAnswers
from grader.model.exercise import Course, Exercise
from grader.model.submission import Submission
from grader.submission import read_submission
from grader.verify.mistakes import mistakes
from grader.verify.seeds import solutions_under_seeds
from grader.verify.survivors import reviewed, survivors, unreviewed
from grader.verify.texts import coverage, texts


@dataclass(frozen=True)
class Step:
    """One check: its id, how many things it looked at, and what is wrong, a line each."""

    id: str
    checked: int
    wrong: tuple[str, ...]


def verify(course: Path | None, only: Sequence[str], seeds: Sequence[int]) -> Iterator[Step]:
    """Check a course, or the exercises that `only` names ("A07", "A07.sigmoid"). Yields each step as it is done.

    The submissions are graded with the first of `seeds`; the worked answers are also tried with all others. Raises
    GraderError when the course does not load.
    """
    loaded, where = load_course(course), places(course)
    exercises = _named(loaded, only)
    with Session(course=course, seed=seeds[0]) as session:
        slugs = [a.slug for a in loaded.assignments]
        stubs, notebooks = read_submission(where.stubs, slugs), _notebooks(where.stubs, slugs)
        yield _graded("stubs", session, stubs, exercises, "todo")
        yield _graded("notebooks", session, notebooks, exercises, "todo")
        yield _graded("solutions", session, read_submission(where.worked, slugs), exercises, "pass")
    worked = WorkedAnswers(where.worked)
    yield Step("seeds", len(exercises) * len(seeds), tuple(solutions_under_seeds(exercises, worked, seeds)))
    formulas = sum(len(e.wrong) for e in exercises)
    yield Step("mistakes", formulas, tuple(mistakes(exercises, seeds[0])))
    yield Step("texts", len(exercises), tuple(texts(exercises, course)))
    yield coverage_step(loaded, where.pages)


def mutation(course: Path | None, only: Sequence[str], seed: int) -> Iterator[Step]:
    """Change the worked answers in small ways: what still passes must be on the reviewed list, with its reason."""
    loaded, where = load_course(course), places(course)
    known = reviewed(where.pages)
    total = 0
    wrong: list[str] = []
    for tried in survivors(loaded, _named(loaded, only), WorkedAnswers(where.worked), seed):
        total += tried.total
        wrong += unreviewed(tried, known)
    yield Step("mutants", total, tuple(wrong))


def coverage_step(course: Course, pages: Path) -> Step:
    """Whether every sentence of the course's source is taught."""
    checked, wrong = coverage(course, pages)
    return Step("coverage", checked, tuple(wrong))


def _named(course: Course, only: Sequence[str]) -> list[Exercise]:
    every = [e for a in course.assignments for e in a.exercises]
    if not only:
        return every
    for name in only:
        if not any(name in (e.id, e.assignment, e.slug) for e in every):
            raise GraderError(f"{name}: this course has no such assignment or function")
    return [e for e in every if {e.id, e.assignment, e.slug} & set(only)]


def _notebooks(folder: Path, slugs: Sequence[str]) -> Submission:
    """The stubs as notebooks, which lie beside the `.py` ones and would lose against them."""
    read = [read_submission(folder / f"{slug}.ipynb", slugs) for slug in slugs]
    modules = tuple(m for each in read for m in each.modules)
    return replace(read[0], modules=modules, problems=tuple(p for each in read for p in each.problems))


def _graded(step: str, session: Session, submission: Submission, exercises: Sequence[Exercise], wanted: str) -> Step:
    """Grade what belongs to the course itself, on the very path that a student's submission takes."""
    result = session.grade(submission, only=[e.id for e in exercises])
    wrong = []
    for verdict in (f.verdict for f in result.functions):
        if verdict.status != wanted:
            finding = f" {verdict.finding.id} {verdict.finding.params}" if verdict.finding else ""
            breaches = "".join(f" {b.rule}: {b.call}" for b in verdict.breaches)
            wrong.append(f"{verdict.id}: {verdict.status}, not {wanted}{finding}{breaches}")
    return Step(step, len(result.functions), tuple(wrong))

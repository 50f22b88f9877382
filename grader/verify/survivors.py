"""Which mutants of the worked answers live, and whether each is on the reviewed list of equivalent ones."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.contestant import Host, Limits
from grader.errors import GraderError
from grader.grading.shelf import Shelf
from grader.grading.worked import WorkedAnswers
from grader.judge.plan import Run
from grader.judge.verdict import judge_runs
from grader.model.exercise import Course, Exercise
from grader.model.submission import Chunk, Module, Submission
from grader.verify.mutants import Mutant, mutants

REVIEWED = "equivalent_mutants.json"
_WALL = 4.0


@dataclass(frozen=True)
class Tried:
    """One exercise: how many mutants there were, and the names of those that passed every case."""

    exercise: str
    total: int
    living: tuple[str, ...]


def reviewed(pages: Path) -> Mapping[str, Mapping[str, str]]:
    """The reviewed list: by exercise, a mutant's name and why it is equivalent on the contract."""
    path = pages / REVIEWED
    if not path.is_file():
        return {}
    try:
        found: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise GraderError(f"{path}: not JSON ({error})") from error
    return found


def unreviewed(tried: Tried, known: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """A line for every living mutant without a reason, and for every reason whose mutant is gone or dead."""
    reasons = known.get(tried.exercise, {})
    lines = [f"{tried.exercise}: lives: {name}" for name in tried.living if not reasons.get(name)]
    return (
        *lines,
        *(f"{tried.exercise}: reviewed, but no longer lives: {n}" for n in reasons if n not in tried.living),
    )


def survivors(course: Course, exercises: Sequence[Exercise], worked: WorkedAnswers, seed: int) -> Iterator[Tried]:
    """Try every mutant in a contestant of its own, so that one that hangs costs itself only."""
    shelf = Shelf(seed)
    slugs = tuple(a.slug for a in course.assignments)
    parameters = {a.slug: {e.name: e.parameters for e in a.exercises} for a in course.assignments}
    others = [Module(slug, f"{slug}.py", (Chunk(f"{slug}.py", worked.source(slug)),)) for slug in slugs]
    with Host(isolation="limits", limits=Limits(wall=_WALL)) as host:
        host.start()
        for exercise in exercises:
            runs = shelf.runs(exercise)
            total, living = 0, []
            for mutant in mutants(exercise.id, worked.source(exercise.slug)):
                total += 1
                submission = _submission(mutant, exercise.slug, others)
                with host.open(submission, slugs, parameters) as contestant:
                    answers = contestant.ask(exercise.slug, exercise.name, [replace(r.call, watch=False) for r in runs])
                if _passes(exercise, runs, answers):
                    living.append(mutant.name)
            yield Tried(exercise.id, total, tuple(living))


def _submission(mutant: Mutant, slug: str, others: Sequence[Module]) -> Submission:
    module = Module(slug, f"{slug}.py", (Chunk(f"{slug}.py", mutant.source),))
    digest = hashlib.sha256(mutant.source.encode()).hexdigest()
    return Submission("mutant", tuple(module if m.slug == slug else m for m in others), digest)


def _passes(exercise: Exercise, runs: Sequence[Run], answers: object) -> bool:
    return all(j.finding is None for j in judge_runs(exercise, runs, answers))  # type: ignore[arg-type]

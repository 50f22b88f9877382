"""The result of a submission that nobody could grade: a row all the same, and never a pass."""

from __future__ import annotations

from grader.batch.job import Hello
from grader.grading.environment import started
from grader.grading.totals import totals
from grader.model.result import AssignmentResult, Environment, FunctionResult, Result
from grader.model.submission import Submission
from grader.model.verdict import Message, Verdict


def faulty(submission: Submission, why: str, hello: Hello, seed: int, asked: tuple[str, ...] | None) -> Result:
    """Every function of what was handed in (or `asked` for) as grader_fault, saying why."""
    present = {m.slug for m in submission.modules}
    chosen = [e for e in hello.exercises if (e.slug in present if asked is None else _wanted(e.id, e.slug, asked))]
    by_slug: dict[str, list[FunctionResult]] = {}
    for exercise in chosen:
        finding = Message("judge", "finding.grader_fault", {"why": why})
        verdict = Verdict(exercise.id, "grader_fault", 0.0, exercise.points, exercise.tier, finding=finding)
        by_slug.setdefault(exercise.slug, []).append(FunctionResult(verdict, exercise.formula, exercise.signature))
    assignments = tuple(_assignment(submission, slug, functions) for slug, functions in by_slug.items())
    environment = Environment(
        hello.grader, hello.torch, hello.python, hello.course, seed, hello.isolation, hello.isolation_detail, started()
    )
    every = totals(f.verdict for a in assignments for f in a.functions)
    return Result(
        submission.id, submission.digest, assignments, every, environment, submission.problems, submission.ignored
    )


def _wanted(identifier: str, slug: str, asked: tuple[str, ...]) -> bool:
    return any(name in (identifier, slug, identifier.partition(".")[0]) for name in asked)


def _assignment(submission: Submission, slug: str, functions: list[FunctionResult]) -> AssignmentResult:
    module = submission.module(slug)
    identifier = functions[0].verdict.id.partition(".")[0]
    problem = module.problem if module else None
    return AssignmentResult(identifier, slug, tuple(functions), module.path if module else "", problem)

"""A session: one course, one seed, one warm host. Submissions go in, results come out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from grader.contestant import Host, Limits
from grader.course.places import places
from grader.grading.source import Excerpt, broken, excerpts
from grader.grading.totals import totals
from grader.model.exercise import Assignment, Case, Course, Exercise
from grader.model.result import AssignmentResult, FunctionResult, Result
from grader.model.submission import Submission

if TYPE_CHECKING:
    from grader.grading.examiner import Examiner

OnFunction = Callable[[FunctionResult], None]
Hidden = Callable[[Course, int], dict[str, tuple[Case, ...]]]


class Session:
    """Grades submissions of one course. Use it as a context manager: it owns the warm contestant process.

    `course`: a folder of pages (None: the built-in course). `seed`: None draws a fresh one.
    `wall`: seconds for each function. `isolation`: a level by name, or "auto" for the strongest proven here.
    `hidden`: gives extra cases by exercise id, once the course is loaded.
    The host starts before torch is imported here, so that both imports overlap.
    """

    def __init__(
        self,
        course: Path | None = None,
        seed: int | None = None,
        wall: float = 10.0,
        isolation: str = "auto",
        hidden: Hidden | None = None,
    ) -> None:
        self._host = Host(isolation=isolation, limits=Limits(wall=wall))
        self._host.start()
        try:
            self._prepare(course, seed, hidden)
        except BaseException:
            self._host.close()
            raise

    def _prepare(self, course: Path | None, seed: int | None, hidden: Hidden | None) -> None:
        from grader.grading.torch_import import imported_torch

        imported_torch()
        from grader.author import load_course
        from grader.grading.environment import new_seed
        from grader.grading.shelf import Shelf
        from grader.grading.worked import WorkedAnswers

        self.course: Course = load_course(course)
        self.seed = new_seed() if seed is None else seed
        self._worked = WorkedAnswers(places(course).worked)
        self.hidden = hidden(self.course, self.seed) if hidden else {}
        self._shelf = Shelf(self.seed, self.hidden)

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def isolation(self) -> tuple[str, dict[str, str]]:
        """The level that was probed and what the probes saw. Raises GraderFault when it cannot be had."""
        return self._host.isolation, self._host.isolation_detail

    def close(self) -> None:
        """End the warm process and everything it started."""
        self._host.close()

    def grade(
        self,
        submission: Submission,
        only: Sequence[str] | None = None,
        on_function: OnFunction | None = None,
        plots: Sequence[str] = (),
    ) -> Result:
        """Grade `submission`; `only` as in grader.grading.select. `on_function` sees each function as it is done.
        `plots` names assignments whose pictures are drawn from the student's functions, for reports.
        """
        from grader.grading.environment import environment
        from grader.grading.examiner import Examiner
        from grader.grading.select import selected

        chosen = selected(self.course, submission, only)
        slugs = tuple(a.slug for a in self.course.assignments)
        parameters = {a.slug: {e.name: e.parameters for e in a.exercises} for a in self.course.assignments}
        with self._host.open(submission, slugs, parameters) as contestant:
            examiner = Examiner(self.course, self._shelf, submission, contestant, self._worked)
            graded = tuple(
                self._assignment(assignment, exercises, submission, examiner, on_function)
                for assignment, exercises in chosen
            )
            if plots:
                from grader.grading.plots import illustrated

                graded = illustrated(self.course, graded, contestant, plots)
        return Result(
            submission=submission.id,
            digest=submission.digest,
            assignments=graded,
            totals=totals(f.verdict for a in graded for f in a.functions),
            environment=environment(
                self.course.fingerprint, self.seed, self._host.isolation, self._host.isolation_detail
            ),
            problems=submission.problems,
            ignored=submission.ignored,
        )

    def _assignment(
        self,
        assignment: Assignment,
        exercises: Sequence[Exercise],
        submission: Submission,
        examiner: Examiner,
        on_function: OnFunction | None,
    ) -> AssignmentResult:
        module = submission.module(assignment.slug)
        own = excerpts(module) if module else {}
        complete = all(exercise.name in own for exercise in exercises)
        elsewhere = broken(module) if module and not complete else Excerpt()
        functions = []
        for exercise in exercises:
            functions.append(_function(exercise, examiner, own.get(exercise.name, elsewhere)))
            if on_function:
                on_function(functions[-1])
        return AssignmentResult(
            id=assignment.id,
            slug=assignment.slug,
            functions=tuple(functions),
            path=module.path if module else "",
            problem=module.problem if module else None,
        )


def _function(exercise: Exercise, examiner: Examiner, own: Excerpt) -> FunctionResult:
    return FunctionResult(
        verdict=examiner.verdict(exercise),
        formula=exercise.formula,
        signature=f"{exercise.name}({', '.join(exercise.parameters)})",
        source=own.source,
        source_file=own.file,
        source_line=own.line,
        forbids=tuple(r.id for r in exercise.forbid),
        requires=tuple(r.id for r in exercise.require),
        teaches=exercise.teaches,
    )

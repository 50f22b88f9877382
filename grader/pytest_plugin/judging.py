"""One session for a whole run of pytest, opened when the first check is run, and what it found out so far."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import GraderFault
from grader.model.result import AssignmentResult, FunctionResult
from grader.model.submission import Submission

if TYPE_CHECKING:
    from grader.grading import Session


@dataclass(frozen=True)
class Graded:
    """A function's result, and the assignment it belongs to (whose `functions` is this one alone)."""

    function: FunctionResult
    assignment: AssignmentResult


class Judging:
    """Grades functions one at a time, each once. All workers of a run have the same seed."""

    def __init__(self, course: Path | None, seed: int, wall: float) -> None:
        self.course = course
        self.seed = seed
        self.wall = wall
        self._session: Session | None = None
        self._graded: dict[tuple[str, str], Graded] = {}

    def __call__(self, submission: Submission, function_id: str) -> Graded:
        """The result of one function. Raises GraderError when the grader cannot judge here at all."""
        key = (submission.digest, function_id)
        if key not in self._graded:
            result = self._open().grade(submission, only=[function_id])
            self._graded[key] = Graded(result.functions[0], result.assignments[0])
        graded = self._graded[key]
        if graded.function.verdict.status == "grader_fault":
            finding = graded.function.verdict.finding
            raise GraderFault(f"{function_id}: {finding.params.get('why', '') if finding else ''}")
        return graded

    def _open(self) -> Session:
        if self._session is None:
            from grader.grading import Session

            self._session = Session(course=self.course, seed=self.seed, wall=self.wall)
        return self._session

    def close(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None

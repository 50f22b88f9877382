"""Where a worker grades: one session, warm for as long as the worker lives."""

from __future__ import annotations

import time
from base64 import b64encode
from functools import partial
from pathlib import Path
from types import TracebackType

from grader.batch.hidden import hidden_cases, redacted
from grader.batch.job import Asked, Finished, Hello, Job, Setup
from grader.batch.sources import sources
from grader.batch.steady import without_addresses, without_clock
from grader.errors import GraderError
from grader.grading import Session
from grader.model.submission import Submission
from grader.report import result_json
from grader.similarity.fingerprints import fingerprints, pack

STRONG = ("landlock", "namespaces")


class Bench:
    """Grades jobs for one Setup. Raises GraderError when the isolation that a batch promises cannot be had."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        course = Path(setup.course) if setup.course else None
        self._course_root = course
        hidden = partial(hidden_cases, setup.hidden)
        self._session = Session(course, setup.seed, setup.wall, setup.isolation, hidden)
        # Drawn from the student's functions while they are at hand: a tenth of the time that grading them takes.
        self._illustrated = [a.slug for a in self._session.course.assignments]
        try:
            self.hello = self._hello()
            if self.hello.isolation not in STRONG and not setup.weak:
                raise GraderError(  # noqa: TRY301 - the session must be closed on the way out
                    f"student code would run with isolation level {self.hello.isolation!r} only",
                    f"a class wants one of {', '.join(STRONG)}; allow less with --allow-weak-isolation",
                )
        except BaseException:
            self._session.close()
            raise

    def __enter__(self) -> Bench:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.close()

    def grade(self, job: Job) -> Finished:
        """The result of one job. What the grader gets wrong is a fault in that row, not the batch's end."""
        began = time.perf_counter()
        try:
            graded = self._session.grade(job.submission, self._setup.assignments, plots=self._illustrated)
            result = redacted(graded, self._session.hidden)
        except GraderError as error:
            return Finished(job.number, fault=error.message)
        except Exception as error:  # noqa: BLE001 - one submission's row must not cost the class
            return Finished(job.number, fault=f"{type(error).__name__}: {error}")
        if self._setup.epoch:
            result = without_clock(result)
        line = without_addresses(result_json.dumps(result, self._course_root))
        seconds = 0.0 if self._setup.epoch else time.perf_counter() - began
        return Finished(job.number, line, round(result.totals.percent, 4), seconds, _prints(job.submission))

    def _hello(self) -> Hello:
        from grader.grading.environment import environment

        level, detail = self._session.isolation
        about = environment(self._session.course.fingerprint, self._setup.seed, level, detail)
        exercises = tuple(
            Asked(e.id, e.slug, e.points, e.tier, f"{e.name}({', '.join(e.parameters)})", e.formula)
            for a in self._session.course.assignments
            for e in a.exercises
        )
        return Hello(
            about.grader, sources(), about.torch, about.python, about.course, about.isolation, detail, exercises
        )


def _prints(submission: Submission) -> str:
    found: set[int] = set()
    for module in submission.modules:
        found |= fingerprints("\n".join(chunk.source for chunk in module.chunks))
    return b64encode(pack(found)).decode("ascii")

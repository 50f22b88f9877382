"""The batch itself: list the class, grade what is new, keep every result as it comes, write the files."""

from __future__ import annotations

import hashlib
import json
import os
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Protocol

from grader.batch.executor import Executor
from grader.batch.fault import faulty
from grader.batch.greeting import Greeting
from grader.batch.job import Finished, Hello, Job, Setup
from grader.batch.listing import Entry, Survey, list_class
from grader.batch.publish import Publisher
from grader.batch.settings import Settings, read_settings, settings_data
from grader.batch.vault import Vault
from grader.classroom.lateness import LatePolicy
from grader.classroom.texts import text_of
from grader.course.index import read_index
from grader.errors import LearnerError
from grader.gradebook.adjusting import Decisions
from grader.gradebook.grades import graded
from grader.gradebook.rows import Kept
from grader.gradebook.store import GRADED, Gradebook
from grader.grading.environment import started as now
from grader.model.gradebook import ClassReport
from grader.report import result_json
from grader.report.gradebook.lms import fill_canvas


@dataclass(frozen=True)
class Request:
    """What was asked for on the command line."""

    submissions: Path
    out: Path
    course: Path | None = None
    roster: Path | None = None
    seed: int | None = None
    wall: float = 5.0
    isolation: str = "auto"
    weak: bool = False
    fresh: bool = False
    only: tuple[str, ...] = ()
    assignments: tuple[str, ...] | None = None
    hidden: Path | None = None
    cluster: str | None = None
    policy: LatePolicy = field(default_factory=LatePolicy)
    which: str = "best"
    lang: str = "ko"
    anonymize: bool = False
    canvas: Path | None = None
    canvas_column: str = ""
    command: str = ""


class Events(Protocol):
    """What a batch tells while it runs."""

    def listed(self, layout: str, submissions: int, students: int) -> None: ...

    def begun(self, already: int, chosen: int) -> None:
        """Of the `chosen` submissions, so many have their result already."""
        ...

    def outdated(self, what: tuple[str, ...]) -> None:
        """Of assignments, seed, wall, course and grader what changed since the last run: its results are not used."""
        ...

    def ready(self, hello: Hello) -> None: ...

    def graded(self, name: str, percent: float, fault: bool) -> None:
        """`percent` as the gradebook would have it if this were the student's only attempt."""
        ...

    def writing(self) -> None: ...


MakeExecutor = Callable[[Setup, Path, int], Executor]  # the int: how many submissions may be given to it


def run_batch(request: Request, make_executor: MakeExecutor, events: Events) -> ClassReport:
    """Grades the class. Interrupted at any point, the same call goes on where it was. Raises GraderError."""
    vault = Vault(request.out)
    if request.canvas:
        fill_canvas(text_of(request.canvas), request.canvas_column, [])  # told before an hour of grading, not after
    with Gradebook(vault.gradebook) as gradebook:
        settings = _Batch(request, vault, gradebook, events).grade(make_executor)
        events.writing()
        return Publisher(request.out, gradebook, settings).publish()


def publish_again(out: Path, gradebook: Gradebook) -> ClassReport:
    """Writes the files of an output folder again. Raises GraderError when nothing was graded there."""
    kept = gradebook.settings()
    if kept is None:
        raise LearnerError("no_class", out=str(out))
    return Publisher(out, gradebook, read_settings(kept)).publish()


class _Batch:
    def __init__(self, request: Request, vault: Vault, gradebook: Gradebook, events: Events) -> None:
        self._request = request
        self._gradebook = gradebook
        self._events = events
        self._vault = vault
        self._class = list_class(
            request.submissions, read_index(request.course).slugs, request.roster, _no_submissions(request)
        )
        gradebook.enrol(self._class.students.values(), ((e.attempt, e.student.id) for e in self._class.entries))
        events.listed(self._class.layout, len(self._class.entries), len(self._class.students))
        self._seed = vault.seed(request.seed, request.fresh and not request.only)
        hidden = text_of(request.hidden) if request.hidden else ""
        course = str(request.course.resolve()) if request.course else None
        epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
        self._setup = Setup(
            course, self._seed, request.wall, request.isolation, request.weak, hidden, request.assignments, epoch
        )
        self._greeting = Greeting(vault.greeting, self._setup)

    def grade(self, make_executor: MakeExecutor) -> Settings:
        """Grades what has no result under today's key; what is on the disk afterwards is the whole class."""
        survey = self._class.survey(self._class.chosen(self._request.only))
        hello = self._remembered()
        if hello is not None and not self._waiting(survey, hello):
            self._events.begun(len(survey.digests), len(survey.digests))
            run, settings = self._begin(hello, survey)
        else:
            with closing(make_executor(self._setup, self._vault.log, len(survey.digests))) as executor:
                hello = executor.hello()
                self._events.ready(hello)
                self._greeting.remember(hello)
                earlier = self._gradebook.settings()
                if self._request.fresh:
                    self._gradebook.forget([e.attempt.id for e, _ in survey.digests] if self._request.only else None)
                run, settings = self._begin(hello, survey)
                what = settings.differs(read_settings(earlier)) if earlier and not self._request.fresh else ()
                if what:
                    self._events.outdated(what)
                self._work(executor, survey, run, settings)
        self._gradebook.finish(run, settings.started, settings_data(settings))
        return settings

    def _remembered(self) -> Hello | None:
        """What workers would say, without starting one."""
        if self._request.fresh or self._request.cluster is not None:
            return None
        return self._greeting.remembered()

    def _waiting(self, survey: Survey, hello: Hello) -> list[Entry]:
        """Those without a result under today's key; the results of the others are made the ones that count."""
        environment = _environment_key(hello, self._setup)
        return [e for e, digest in survey.digests if not self._gradebook.reuse(e.attempt.id, _key(environment, digest))]

    def _begin(self, hello: Hello, survey: Survey) -> tuple[int, Settings]:
        request = self._request
        settings = self._counted(Settings(
            course=self._setup.course, seed=self._seed, wall=request.wall, assignments=request.assignments,
            hello=hello, started=now(), command=request.command, policy=request.policy, which=request.which,
            lang=request.lang, anonymize=request.anonymize, canvas_column=request.canvas_column,
            canvas=str(request.canvas.resolve()) if request.canvas else "",
        ), survey)  # fmt: skip
        return self._gradebook.begin(settings.started, settings_data(settings)), settings

    def _counted(self, settings: Settings, survey: Survey) -> Settings:
        """How many handed in what. A run of a few submissions keeps the counts of the class's last whole run."""
        earlier = self._gradebook.settings() if self._request.only else None
        if earlier is not None:
            before = read_settings(earlier)
            return replace(settings, handed_in=before.handed_in, listed=before.listed)
        return replace(settings, handed_in=dict(sorted(survey.handed_in.items())), listed=len(survey.digests))

    def _work(self, executor: Executor, survey: Survey, run: int, settings: Settings) -> None:
        """Gives out what waits, one submission after the other, and keeps what comes back."""
        waiting = self._waiting(survey, settings.hello)
        self._events.begun(len(survey.digests) - len(waiting), len(survey.digests))
        environment = _environment_key(settings.hello, self._setup)
        rules = settings.rules()
        decisions = Decisions(self._gradebook.adjustments(), self._gradebook.comments())
        out: dict[int, tuple[Entry, Job]] = {}

        def jobs() -> Iterator[Job]:
            for number, entry in enumerate(waiting):
                out[number] = entry, Job(number, self._class.read(entry))
                yield out[number][1]

        for finished in executor.run(jobs()):
            entry, job = out.pop(finished.number)
            kept = self._kept(job, finished, settings)
            self._gradebook.keep(run, _key(environment, job.submission.digest), kept, finished.percent)
            grade = graded(entry.row(kept), rules, decisions).grade
            self._events.graded(entry.attempt.id, grade.percent, bool(finished.fault))

    def _kept(self, job: Job, finished: Finished, settings: Settings) -> Kept:
        payload, state = finished.payload, GRADED
        if finished.fault:
            result = faulty(job.submission, finished.fault, settings.hello, self._seed, self._setup.assignments)
            payload, state = result_json.dumps(result, self._setup.course), "grader_fault"
        return Kept(job.submission.id, payload, state, finished.seconds, b64decode(finished.prints))


def _no_submissions(request: Request) -> list[str]:
    """Files and folders that may lie among the submissions."""
    ignored = [p.name for p in (request.roster, request.hidden, request.canvas) if p]
    inside = request.out.resolve().parent == request.submissions.resolve()
    return [*ignored, request.out.name] if inside else ignored


def _key(environment: str, digest: str) -> str:
    return hashlib.sha256(f"{environment}:{digest}".encode()).hexdigest()


def _environment_key(hello: Hello, setup: Setup) -> str:
    """All that a result depends on beside the submission."""
    asked = {**asdict(setup), **asdict(hello), "hidden": hashlib.sha256(setup.hidden.encode()).hexdigest()}
    for name in ("isolation_detail", "exercises", "weak"):
        del asked[name]
    asked["isolation"] = hello.isolation
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()

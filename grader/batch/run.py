"""The batch itself: list the class, grade what is new, keep every result as it comes, write the files."""

from __future__ import annotations

import hashlib
import json
import os
from base64 import b64decode
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Protocol

from grader.batch.executor import Executor
from grader.batch.fault import faulty
from grader.batch.job import Finished, Hello, Job, Setup
from grader.batch.publish import Publisher
from grader.batch.settings import Settings, read_settings, settings_data
from grader.batch.vault import Vault
from grader.classroom.attempt import Attempt, Student
from grader.classroom.lateness import LatePolicy
from grader.classroom.layouts import list_attempts
from grader.classroom.roster import Register, read_roster
from grader.classroom.trees import Tree, open_tree
from grader.course.index import read_index
from grader.errors import GraderError
from grader.gradebook.rows import Kept
from grader.gradebook.store import GRADED, Gradebook
from grader.grading.environment import started as now
from grader.model.gradebook import ClassReport
from grader.report import result_json


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

    def ready(self, hello: Hello) -> None: ...

    def reused(self, name: str) -> None: ...

    def graded(self, name: str, percent: float, fault: bool) -> None: ...

    def writing(self) -> None: ...


MakeExecutor = Callable[[Setup, Path], Executor]


def run_batch(request: Request, make_executor: MakeExecutor, events: Events) -> ClassReport:
    """Grades the class. Interrupted at any point, the same call goes on where it was. Raises GraderError."""
    vault = Vault(request.out)
    with Gradebook(vault.gradebook) as gradebook:
        batch = _Batch(request, vault, gradebook, events)
        executor = make_executor(batch.setup, vault.log)
        try:
            settings = batch.grade(executor)
        finally:
            executor.close()
        events.writing()
        return Publisher(request.out, gradebook, settings).publish()


def publish_again(out: Path, gradebook: Gradebook) -> ClassReport:
    """Writes the files of an output folder again. Raises GraderError when nothing was graded there."""
    kept = gradebook.settings()
    if kept is None:
        raise GraderError(f"{out}: no class was graded here", "grader batch SUBMISSIONS --out DIR comes first")
    return Publisher(out, gradebook, read_settings(kept)).publish()


class _Batch:
    def __init__(self, request: Request, vault: Vault, gradebook: Gradebook, events: Events) -> None:
        self._request = request
        self._gradebook = gradebook
        self._events = events
        self._slugs = read_index(request.course).slugs
        self._tree: Tree = open_tree(request.submissions)
        self._attempts = self._list()
        self._handed_in: Counter[str] = Counter()
        self._read = 0
        self.seed = vault.seed(request.seed, request.fresh and not request.only)
        hidden = request.hidden.read_text(encoding="utf-8") if request.hidden else ""
        course = str(request.course.resolve()) if request.course else None
        epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
        self.setup = Setup(
            course, self.seed, request.wall, request.isolation, request.weak, hidden, request.assignments, epoch
        )

    def grade(self, executor: Executor) -> Settings:
        """Grades what has no result under today's key; what is on the disk afterwards is the whole class."""
        chosen = self._chosen()
        if self._request.fresh:
            self._gradebook.forget([a.id for a in chosen] if self._request.only else None)
        hello = executor.hello()
        self._events.ready(hello)
        settings = self._settings(hello)
        earlier = self._gradebook.settings()
        run = self._gradebook.begin(settings.started, settings_data(settings))
        names: dict[int, tuple[Job, str]] = {}
        for finished in executor.run(self._jobs(chosen, hello, names)):
            job, key = names.pop(finished.number)
            self._keep(run, key, job, finished, hello)
        counted = self._counted(settings, earlier)
        self._gradebook.finish(run, settings.started, settings_data(counted))
        return counted

    def _list(self) -> list[Attempt]:
        ignore = [p.name for p in (self._request.roster, self._request.hidden, self._request.canvas) if p]
        inside = self._request.out.resolve().parent == self._request.submissions.resolve()
        layout, attempts = list_attempts(self._tree, self._slugs, [*ignore, *([self._request.out.name] * inside)])
        if not attempts:
            raise GraderError(
                f"{self._request.submissions}: nothing was handed in here", "give the folder of submissions"
            )
        roster = read_roster(self._request.roster) if self._request.roster else []
        register = Register(roster)
        students: dict[str, tuple[Student, bool]] = {s.id: (s, True) for s in roster}
        listed: list[tuple[Attempt, str]] = []
        for attempt in attempts:
            student = register.find(attempt) if roster else None
            if student is None:
                students.setdefault(attempt.student, (Student(attempt.student), not roster))
                listed.append((attempt, attempt.student))
            else:
                listed.append((replace(attempt, submitted=attempt.submitted or student.submitted), student.id))
        self._gradebook.enrol(students.values(), _numbered(listed))
        self._events.listed(layout, len(attempts), len(students))
        return attempts

    def _chosen(self) -> list[Attempt]:
        only = set(self._request.only)
        if not only:
            return self._attempts
        chosen = [a for a in self._attempts if a.id in only or a.student in only]
        missing = only - {a.id for a in chosen} - {a.student for a in chosen}
        if missing:
            raise GraderError(f"--only {min(missing)}: no such submission", "ids are the names of the submissions")
        return chosen

    def _jobs(self, attempts: list[Attempt], hello: Hello, names: dict[int, tuple[Job, str]]) -> Iterator[Job]:
        """Reads one submission after the other and gives out what is not graded yet."""
        environment = _environment_key(hello, self.setup)
        for number, attempt in enumerate(attempts):
            submission = self._tree.read(attempt.parts, self._slugs, attempt.id)
            self._read += 1
            self._handed_in.update({m.slug for m in submission.modules})
            key = hashlib.sha256(f"{environment}:{submission.digest}".encode()).hexdigest()
            if self._gradebook.reuse(attempt.id, key):
                self._events.reused(attempt.id)
                continue
            names[number] = Job(number, submission), key
            yield names[number][0]

    def _keep(self, run: int, key: str, job: Job, finished: Finished, hello: Hello) -> None:
        payload, state = finished.payload, GRADED
        if finished.fault:
            result = faulty(job.submission, finished.fault, hello, self.seed, self.setup.assignments)
            payload, state = result_json.dumps(result, self.setup.course), "grader_fault"
        kept = Kept(job.submission.id, payload, state, finished.seconds, b64decode(finished.prints))
        self._gradebook.keep(run, key, kept, finished.percent)
        self._events.graded(job.submission.id, finished.percent, bool(finished.fault))

    def _settings(self, hello: Hello) -> Settings:
        request = self._request
        return Settings(
            course=self.setup.course, seed=self.seed, wall=request.wall, assignments=request.assignments, hello=hello,
            started=now(), command=request.command, policy=request.policy, which=request.which, lang=request.lang,
            anonymize=request.anonymize, canvas=str(request.canvas.resolve()) if request.canvas else "",
            canvas_column=request.canvas_column,
        )  # fmt: skip

    def _counted(self, settings: Settings, earlier: dict[str, object] | None) -> Settings:
        """How many handed in what. A run of a few submissions keeps the counts of the class's last whole run."""
        if self._request.only and earlier is not None:
            before = read_settings(earlier)
            return replace(settings, handed_in=before.handed_in, listed=before.listed)
        return replace(settings, handed_in=dict(sorted(self._handed_in.items())), listed=self._read)


def _numbered(listed: list[tuple[Attempt, str]]) -> Iterator[tuple[Attempt, str]]:
    """Attempts of one student under several names are numbered through."""
    seen: Counter[str] = Counter()
    for attempt, student in listed:
        seen[student] += 1
        yield replace(attempt, number=seen[student]), student


def _environment_key(hello: Hello, setup: Setup) -> str:
    """All that a result depends on beside the submission."""
    asked = {**asdict(setup), **asdict(hello), "hidden": hashlib.sha256(setup.hidden.encode()).hexdigest()}
    for name in ("isolation_detail", "exercises", "weak"):
        del asked[name]
    asked["isolation"] = hello.isolation
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()

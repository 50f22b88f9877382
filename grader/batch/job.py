"""What travels between the coordinator and its workers: plain data that JSON carries."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from grader.model.submission import Chunk, Module, Problem, Submission


@dataclass(frozen=True)
class Setup:
    """How a worker grades. The hidden cases travel as text: they are nowhere on a worker's disk.

    `weak` allows isolation levels that batch does not promise. `assignments` None means what was handed in.
    """

    course: str | None
    seed: int
    wall: float
    isolation: str = "auto"
    weak: bool = False
    hidden: str = ""
    assignments: tuple[str, ...] | None = None
    epoch: str = ""


@dataclass(frozen=True)
class Asked:
    """One exercise as a fault needs it: enough to write a row about a function that nobody could grade."""

    id: str
    slug: str
    points: float
    tier: str
    signature: str
    formula: str


@dataclass(frozen=True)
class Hello:
    """What a worker says first. Everything but the details is part of every result's key."""

    grader: str
    sources: str
    torch: str
    python: str
    course: str
    isolation: str
    isolation_detail: dict[str, str]
    exercises: tuple[Asked, ...]


@dataclass(frozen=True)
class Job:
    """One submission to grade. `number` is its place in the class."""

    number: int
    submission: Submission


@dataclass(frozen=True)
class Finished:
    """How a job ended: a result's line of JSON with its fingerprints, or `fault`, what kept it from being graded."""

    number: int
    payload: str = ""
    percent: float = 0.0
    seconds: float = 0.0
    prints: str = ""
    fault: str = ""


def job_data(job: Job) -> dict[str, Any]:
    return asdict(job)


def read_job(data: dict[str, Any]) -> Job:
    submission = data["submission"]
    return Job(
        data["number"],
        Submission(
            submission["id"],
            tuple(_module(m) for m in submission["modules"]),
            submission["digest"],
            tuple(Problem(**p) for p in submission["problems"]),
            tuple(submission["ignored"]),
        ),
    )


def _module(data: dict[str, Any]) -> Module:
    problem = Problem(**data["problem"]) if data["problem"] else None
    chunks = tuple(Chunk(**c) for c in data["chunks"])
    return Module(data["slug"], data["path"], chunks, problem, data["notebook"])


def read_setup(data: dict[str, Any]) -> Setup:
    chosen = data["assignments"]
    return Setup(**{**data, "assignments": None if chosen is None else tuple(chosen)})


def hello_data(hello: Hello) -> dict[str, Any]:
    return asdict(hello)


def read_hello(data: dict[str, Any]) -> Hello:
    return Hello(**{**data, "exercises": tuple(Asked(**e) for e in data["exercises"])})

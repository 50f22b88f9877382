"""A whole class as data: what gradebook files and the class report are written from. No torch, no store."""

from __future__ import annotations

from dataclasses import dataclass, field

from grader.model.result import Environment
from grader.model.verdict import Message

STUDENT_STATUSES = ("graded", "unreadable", "grader_fault", "missing", "pending")


@dataclass(frozen=True)
class AssignmentGrade:
    """Core points of one assignment, extra and bonus points on top in `extra`."""

    id: str
    points: float
    max_points: float
    extra: float = 0.0

    @property
    def percent(self) -> float:
        return min(110.0, 100.0 * (self.points + self.extra) / self.max_points) if self.max_points else 0.0


@dataclass(frozen=True)
class FunctionGrade:
    """One function of one student, as the long table has it. `diagnosis` is an id or ""."""

    id: str
    status: str
    points: float
    max_points: float
    tier: str
    diagnosis: str = ""
    adjusted: bool = False


@dataclass(frozen=True)
class Grade:
    """One student's row. There is one for everybody: `status` is one of STUDENT_STATUSES.

    `points` of `max_points` are core + extra points over the class's assignments before the late penalty (`max_points`
    counts core only); `penalty` is taken off, `final` is what remains, `percent` is of `final`, at most 110.
    `statuses` is aligned with `ClassReport.functions` ("" = not handed in). `report` is the path of the student's page
    within the output folder, "" when there is none. `error` says why nothing could be graded. `comments` are the
    instructor's. `known` is False for somebody whom the roster lacks. In a ClassReport `functions` is empty: the
    long table functions.csv has them.
    """

    id: str
    status: str
    name: str = ""
    email: str = ""
    section: str = ""
    submission: str = ""
    attempt: int = 0
    attempts: int = 0
    submitted: str = ""
    points: float = 0.0
    max_points: float = 0.0
    penalty: float = 0.0
    final: float = 0.0
    percent: float = 0.0
    late_days: int = 0
    assignments: tuple[AssignmentGrade, ...] = ()
    functions: tuple[FunctionGrade, ...] = ()
    statuses: tuple[str, ...] = ()
    error: Message | None = None
    report: str = ""
    comments: tuple[str, ...] = ()
    known: bool = True
    seconds: float = 0.0
    adjusted: bool = False


@dataclass(frozen=True)
class FunctionRow:
    """One function over the class. Shares are of `attempted` (handed in and not left as a stub).

    `discrimination`: corrected item-total point-biserial correlation, None below 20 students or without variance.
    `top` is the id of the most frequent misconception and `top_count` its number of students.
    """

    id: str
    domain: str
    points: float
    tier: str
    handed_in: int
    attempted: int
    passed: int
    todo: int
    timeout: int
    rule: int
    error: int
    mean_share: float
    discrimination: float | None
    top: str = ""
    top_count: int = 0

    @property
    def pass_share(self) -> float:
        return self.passed / self.handed_in if self.handed_in else 0.0


@dataclass(frozen=True)
class MisconceptionRow:
    """A mistake that several made: `sentence` states it, `example` is the most frequent code, `students` up to 50 ids.

    The re-teach note is the message `<function>.wrong.<id>` / `<function>.hint.1` of the assignment's own catalogue
    (`domain`).
    """

    id: str
    function: str
    domain: str
    sentence: Message
    count: int
    attempted: int
    points_lost: float
    example: str = ""
    students: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unclassified:
    """Wrong answers that no known mistake explains, by what was found: `finding` is the judge's message id."""

    function: str
    finding: str
    count: int


@dataclass(frozen=True)
class Look:
    """Something an instructor should look at. The sentence is `look.<kind>` in the catalogue `batch`; `student` or
    `function` is what it is about."""

    kind: str
    student: str = ""
    function: str = ""
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PairFunction:
    """The two texts of one function, side by side."""

    id: str
    left: str
    right: str


@dataclass(frozen=True)
class Pair:
    """Two submissions that are nearly the same beyond what the class has in common: for a human to judge.

    `share` in [0, 1]: of the smaller one's rare fingerprints; `shared` how many.
    """

    left: str
    right: str
    share: float
    shared: int
    functions: tuple[PairFunction, ...] = ()


@dataclass(frozen=True)
class ClassReport:
    """Everything the class report shows. `students` are in the order of the roster, then by id."""

    environment: Environment
    generated: str
    command: str
    max_points: float
    assignments: tuple[str, ...]
    students: tuple[Grade, ...]
    functions: tuple[FunctionRow, ...]
    misconceptions: tuple[MisconceptionRow, ...] = ()
    unclassified: tuple[Unclassified, ...] = ()
    looks: tuple[Look, ...] = ()
    pairs: tuple[Pair, ...] = ()
    anonymous: bool = False
    wall: float = 0.0

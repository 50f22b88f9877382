"""What the judge decided about one function, as plain data that every report can render without torch."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Union

from grader.model.outcome import Place

STATUSES = ("pass", "partial", "fail", "error", "timeout", "rule", "todo", "carried", "skip", "grader_fault")

Param = Union[str, int, float, bool, None]


@dataclass(frozen=True)
class Message:
    """A sentence by id and parameters; the catalogue `domain` has its words in every language."""

    domain: str
    id: str
    params: dict[str, Param] = field(default_factory=dict)


@dataclass(frozen=True)
class Picture:
    """A value laid out for display. `kind` is "tensor" or "plain". For a tensor: dtype, shape and at most 64 entries as
    text in C order (`cells`); `wrong` are flat indices of the entries that differ, `worst` the worst of them or -1.
    """

    kind: str
    text: str
    dtype: str = ""
    shape: tuple[int, ...] = ()
    cells: tuple[str, ...] = ()
    wrong: tuple[int, ...] = ()
    worst: int = -1


@dataclass(frozen=True)
class FailingCase:
    """The smallest failing case: `arguments` are (name, Picture); `path`: which part of the answer ("", "[1]")."""

    number: int
    kind: str
    why: str
    dtype: str
    arguments: tuple[tuple[str, Picture], ...]
    expected: Picture | None
    got: Picture | None
    path: str = ""


@dataclass(frozen=True)
class Breach:
    """A rule that was broken: `rule` is its id, `call` what was called, `required` when the call was missing."""

    rule: str
    call: str
    place: Place | None = None
    required: bool = False

    @property
    def kind(self) -> str:
        """Which sentence says it: a loop is no call, and there is no formula to write in its place."""
        if self.required:
            return "required"
        return "loop" if self.call in ("for", "while", "[… for …]") else "forbidden"


@dataclass(frozen=True)
class Diagnosis:
    """The cause, on exact evidence only. `kind`: misconception, class, transform, step, own_forward, torch_error.
    `sentence` states it; `id` is what gradebooks count ("exp_over_one_plus_exp_overflow", "class.extreme", ...).
    """

    id: str
    kind: str
    sentence: Message


@dataclass(frozen=True)
class Group:
    """Partial credit: `earned` of `points`, `passed` of `total` cases, for seen, ordinary, corner and contract."""

    id: str
    points: float
    earned: float
    passed: int
    total: int


@dataclass(frozen=True)
class Verdict:
    """One function's verdict.

    `finding` says what is wrong first (shape, dtype, nan positions, value, mutation, ...), in words and numbers;
    `diagnosis` why, when that is certain; `case` the smallest failing case; `breaches` are the rules' separate verdict;
    `notes` are advice that cost nothing; `carried_from` the ids whose reference was injected.
    """

    id: str
    status: str
    points: float
    max_points: float
    tier: str
    finding: Message | None = None
    diagnosis: Diagnosis | None = None
    case: FailingCase | None = None
    groups: tuple[Group, ...] = ()
    breaches: tuple[Breach, ...] = ()
    notes: tuple[Message, ...] = ()
    place: Place | None = None
    carried_from: tuple[str, ...] = ()
    printed: str = ""
    seconds: float = 0.0

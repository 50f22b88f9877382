"""What is asked and how it is judged, as one course page says it. The callables are opaque here: no torch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.model.rule import Rule

TIERS = ("core", "extra", "bonus")


@dataclass(frozen=True)
class Case:
    """One set of arguments. `kind`: "seen" (the stub's example), "corner" (fixed edge) or "random".

    Float tensors in `args` are float64 as drawn; the plan casts them to each of `dtypes`. An empty `dtypes` means both
    float32 and float64 when there is a float tensor, and a single run otherwise. `raises`: the name of the exception
    that the contract promises instead of an answer.
    """

    args: tuple[Any, ...]
    kind: str = "random"
    why: str = "ordinary"
    dtypes: tuple[str, ...] = ()
    raises: str = ""
    layout: str = "contiguous"


@dataclass(frozen=True)
class OwnForward:
    """A forward that a backward differentiates: for the 2x2 verdict against the student's own one.

    `exercise` is its id. `gradient(forward, *arguments of the backward)` is what is right for that forward, which torch
    can differentiate. `again(forward, *arguments)` are the backward's arguments with what that forward leaves for it,
    where the backward works on such a cache. `says`: which sentence tells it, "consistent" or, of whole trainings,
    "trained".
    """

    exercise: str
    gradient: Callable[..., Any]
    again: Callable[..., tuple[Any, ...]] | None = None
    says: str = "consistent"


@dataclass(frozen=True)
class Exercise:
    """One graded function. The fields are those of a course page (grader/author explains each)."""

    id: str
    name: str
    slug: str
    points: float
    tier: str
    formula: str
    parameters: tuple[str, ...]
    cases: Callable[[Any], Any]
    reference: Callable[..., Any]
    scale: Callable[..., Any] | None = None
    k: float | Callable[..., float] = 4
    slack: Callable[..., Any] | None = None
    between: Callable[..., Any] | None = None
    accept: Callable[..., Any] | None = None
    scalar: str = "strict"
    dtype: str = "as_case"
    inplace: str = ""
    fresh: bool = False
    view_of: str = ""
    differentiable: bool = False
    layouts: bool = True
    full_precision: bool = False
    own_forward: tuple[OwnForward, ...] = ()
    teaches: tuple[str, ...] = ()
    forbid: tuple[Rule, ...] = ()
    require: tuple[Rule, ...] = ()
    uses: tuple[str, ...] = ()
    wrong: Mapping[str, Callable[..., Any]] = field(default_factory=dict)

    @property
    def assignment(self) -> str:
        return self.id.partition(".")[0]


@dataclass(frozen=True)
class Assignment:
    """A page: its exercises in order. `slug` is the file name students see, without suffix ("a07_logistic")."""

    id: str
    slug: str
    needs: tuple[str, ...]
    minutes: int
    exercises: tuple[Exercise, ...]

    def __getitem__(self, name: str) -> Exercise:
        return next(e for e in self.exercises if name in (e.name, e.id))


@dataclass(frozen=True)
class Course:
    """All pages of one course. `fingerprint` is a hash of its sources; `root` the folder it was loaded from."""

    assignments: tuple[Assignment, ...]
    fingerprint: str
    root: str

    def exercise(self, identifier: str) -> Exercise:
        """The exercise called `A07.sigmoid`. Raises KeyError."""
        for assignment in self.assignments:
            for exercise in assignment.exercises:
                if exercise.id == identifier:
                    return exercise
        raise KeyError(identifier)

    def assignment(self, identifier: str) -> Assignment:
        """The assignment with that id ("A07") or slug ("a07_logistic"). Raises KeyError."""
        for assignment in self.assignments:
            if identifier in (assignment.id, assignment.slug):
                return assignment
        raise KeyError(identifier)

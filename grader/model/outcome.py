"""What a contestant answers: how each call ended, and what was seen while it ran.

Only `Returned.value` decides about values. Everything in `Behaviour` and `Watch` is what the contestant reports about
itself: evidence for teaching and for rules.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Union

from grader.model.value import Value


@dataclass(frozen=True)
class Call:
    """One call of one student function. `args` are rebuilt as fresh tensors for every run.

    `repeat`: run a second time on equal copies and compare bit by bit. `watch`: one extra run under the tripwires, only
    for what they see. `trace`: that run also keeps op results. `differentiate`: also send the gradient of the sum
    of the answer times fixed weights, with respect to each float argument (where autograd must be sound).
    """

    args: tuple[Value, ...]
    repeat: bool = True
    watch: bool = False
    differentiate: bool = False
    trace: bool = False


@dataclass(frozen=True)
class Returned:
    value: Value


@dataclass(frozen=True)
class Place:
    """Where in the student's own text: `file` is the file's name, or "cell 3" of a notebook; lines count from 1."""

    file: str
    line: int


@dataclass(frozen=True)
class Raised:
    """The call raised. `todo`: it was the stub's own NotImplementedError. `also`: the exceptions it derives from."""

    type: str
    message: str
    place: Place | None = None
    todo: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class TimedOut:
    seconds: float


@dataclass(frozen=True)
class Died:
    """The contestant process ended without a complete answer: `how` is "exit 0", "signal 9", "memory", ..."""

    how: str


@dataclass(frozen=True)
class Unusable:
    """There was nothing to call. `reason` is one of missing, not_a_function, not_loaded, bad_answer, too_large;
    `detail` is a short text such as the exception that stopped the file from loading.
    """

    reason: str
    detail: str = ""
    place: Place | None = None


Outcome = Union[Returned, Raised, TimedOut, Died, Unusable]


@dataclass(frozen=True)
class Touched:
    """An argument that is not as it was. `path` is "x" or "hs[2]"; the flags say what differs, `beyond`: entries of the
    longer tensor of which it is a part."""

    path: str
    values: bool = False
    storage: bool = False
    metadata: bool = False
    version: bool = False
    beyond: bool = False


@dataclass(frozen=True)
class Alias:
    """The answer at `answer` ("" or "[0]") shares memory with argument `argument`; `same_object` if it *is* it."""

    answer: str
    argument: str
    same_object: bool = False


@dataclass(frozen=True)
class Behaviour:
    """`repeats`: a second run gave the same, and the first answer was as before. `reused`: the second one lies in
    memory of the first, which still existed, or a call in between has changed the first."""

    touched: tuple[Touched, ...] = ()
    aliases: tuple[Alias, ...] = ()
    arguments_after: tuple[Value, ...] = ()
    repeats: bool | None = None
    globals_changed: tuple[str, ...] = ()
    reused: bool = False


@dataclass(frozen=True)
class Use:
    """A torch function or aten op called from the student's own lines. `kind` is "function", "aten" or "module"."""

    name: str
    kind: str
    place: Place | None = None


@dataclass(frozen=True)
class Step:
    """One op result inside the student's function, in the order of execution (small tensors only)."""

    op: str
    value: Value
    place: Place | None = None


@dataclass(frozen=True)
class Watch:
    """What the tripwires saw. `differentiated` names the proof ("graph task", "functorch", ...), "" when there is none;
    `graph_recorded` is the weak sign that an honest nn.Parameter gives too. `failed`: what the watched run raised
    although the same call returned without the tripwires; what such a run did not do proves nothing.
    """

    uses: tuple[Use, ...] = ()
    differentiated: str = ""
    differentiated_at: Place | None = None
    graph_recorded: bool = False
    steps: tuple[Step, ...] = ()
    failed: str = ""


@dataclass(frozen=True)
class Answer:
    """The answer to one `Call`. `gradients` answers `differentiate`: an Outcome of a tuple, None per non-float."""

    outcome: Outcome
    behaviour: Behaviour = field(default_factory=Behaviour)
    watch: Watch | None = None
    gradients: Outcome | None = None
    printed: str = ""
    seconds: float = 0.0

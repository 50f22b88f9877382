"""What parent and contestant say to each other, and the shape of every message on the wire."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from grader.contestant.values import VALUE
from grader.contestant.wire import BOOL, FLOAT, INT, TEXT, Many, Maybe, OneOf, Record, Usual
from grader.model.outcome import (
    Alias,
    Answer,
    Behaviour,
    Call,
    Died,
    Place,
    Raised,
    Returned,
    Step,
    TimedOut,
    Touched,
    Unusable,
    Use,
    Watch,
)

HEADER = struct.Struct("<4sIII")  # magic, ask number, index of the call, bytes of the body
MAGIC = b"GRC1"


@dataclass(frozen=True)
class Piece:
    """A chunk of source: its label for people and its text."""

    label: str
    source: str


@dataclass(frozen=True)
class Unit:
    """One student module."""

    slug: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Replacement:
    """`name` of module `slug` comes from the worked module `source` instead."""

    slug: str
    name: str
    source: str


@dataclass(frozen=True)
class Load:
    """What the contestant consists of. Nothing in it is executed before the first Ask."""

    slugs: tuple[str, ...]
    units: tuple[Unit, ...]
    replacements: tuple[Replacement, ...]
    output: int
    answer: int


@dataclass(frozen=True)
class Ask:
    slug: str
    name: str
    parameters: tuple[str, ...]
    calls: tuple[Call, ...]


@dataclass(frozen=True)
class Ready:
    """The process is locked down and has run nothing yet. `torch` is its version."""

    torch: str
    python: str


@dataclass(frozen=True)
class Loaded:
    """The module of this ask has been executed, the calls come next."""


@dataclass(frozen=True)
class Repeated:
    """The second run of a call whose Answer was sent before: `same` bit for bit, `reused` memory of the first."""

    same: bool
    reused: bool = False


@dataclass(frozen=True)
class Done:
    """The ask is complete. `usable` is the reason why there was nothing to call, if so."""

    unusable: Unusable | None = None


_PLACE = Record(Place, TEXT, INT)
_OUTCOME = OneOf(
    Record(Returned, VALUE),
    Record(Raised, TEXT, TEXT, Maybe(_PLACE), BOOL, Many(TEXT)),
    Record(TimedOut, FLOAT),
    Record(Died, TEXT),
    Record(Unusable, TEXT, TEXT, Maybe(_PLACE)),
)
_UNUSABLE = Record(Unusable, TEXT, TEXT, Maybe(_PLACE))
_BEHAVIOUR = Record(
    Behaviour,
    Many(Record(Touched, TEXT, BOOL, BOOL, BOOL, BOOL, BOOL)),
    Many(Record(Alias, TEXT, TEXT, BOOL)),
    Many(VALUE),
    Maybe(BOOL),
    Many(TEXT),
    BOOL,
)
_WATCH = Record(
    Watch,
    Many(Record(Use, TEXT, TEXT, Maybe(_PLACE))),
    TEXT,
    Maybe(_PLACE),
    BOOL,
    Many(Record(Step, TEXT, VALUE, Maybe(_PLACE))),
    TEXT,
)
_ANSWER = Record(Answer, _OUTCOME, Usual(_BEHAVIOUR, Behaviour()), Maybe(_WATCH), Maybe(_OUTCOME), TEXT, FLOAT)
_UNIT = Record(Unit, TEXT, Many(Record(Piece, TEXT, TEXT)))
_CALL = Record(Call, Many(VALUE), BOOL, BOOL, BOOL, BOOL)

TO_CONTESTANT = OneOf(
    Record(Load, Many(TEXT), Many(_UNIT), Many(Record(Replacement, TEXT, TEXT, TEXT)), INT, INT),
    Record(Ask, TEXT, TEXT, Many(TEXT), Many(_CALL)),
)
FROM_CONTESTANT = OneOf(
    Record(Ready, TEXT, TEXT),
    Record(Loaded),
    _ANSWER,
    Record(Repeated, BOOL, BOOL),
    Record(Done, Maybe(_UNUSABLE)),
)

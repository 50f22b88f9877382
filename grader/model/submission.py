"""What a student handed in, as text. Nothing in here was executed."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Chunk:
    """A piece of source that is compiled on its own. A `.py` file is one chunk; each code cell of a notebook is one.

    `label` is what a message calls it ("a07_logistic.py", "cell 3"). `source` keeps its line numbers: what was stripped
    (magics, shell lines) became empty lines.
    """

    label: str
    source: str


@dataclass(frozen=True)
class Problem:
    """A file that could not be read as it is. `id` names the message, `params` fill it in."""

    id: str
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Module:
    """One assignment file. `slug` is the assignment's ("a07_logistic"); `path` is where it came from, for messages."""

    slug: str
    path: str
    chunks: tuple[Chunk, ...] = ()
    problem: Problem | None = None
    notebook: bool = False


@dataclass(frozen=True)
class Submission:
    """`id` is the student's (the name of the folder, archive or file). `digest`: SHA-256 over what was read.
    `problems` concern the whole (a refused archive); `ignored` are names of files that are none of the course's.
    """

    id: str
    modules: tuple[Module, ...]
    digest: str
    problems: tuple[Problem, ...] = ()
    ignored: tuple[str, ...] = ()

    def module(self, slug: str) -> Module | None:
        return next((m for m in self.modules if m.slug == slug), None)

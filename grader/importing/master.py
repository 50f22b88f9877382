"""What a master notebook says, whichever tool it was written for."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Line:
    """A line of a solution cell. `answer` when it is between solution markers or bears one itself."""

    text: str
    answer: bool = False


@dataclass(frozen=True)
class CheckCell:
    """A test cell: its code, what it is worth (None when it does not say), and whether students see it."""

    name: str
    source: str
    points: float | None = None
    hidden: bool = False


@dataclass(frozen=True)
class Question:
    """`cells` are the solution cells, without markers. `points` of the whole question, None when its tests say."""

    name: str
    cells: tuple[tuple[Line, ...], ...]
    tests: tuple[CheckCell, ...] = ()
    points: float | None = None
    prose: str = ""
    manual: bool = False


@dataclass(frozen=True)
class Master:
    """A notebook. `given` is code outside of questions: imports, data, helpers. `tool`: nbgrader or otter."""

    file: str
    tool: str
    title: str
    given: tuple[str, ...]
    questions: tuple[Question, ...]
    left: tuple[Left, ...] = ()


@dataclass(frozen=True)
class Left:
    """Something that did not become an exercise. `id` names the sentence `import.left.<id>`."""

    file: str
    what: str
    id: str
    params: dict[str, str] = field(default_factory=dict)

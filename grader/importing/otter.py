"""Otter Assign's masters: raw cells frame questions, comments at line ends say what students do not get."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from grader.errors import GraderError
from grader.importing.master import CheckCell, Line, Master, Question
from grader.importing.reading import Cell, title

_MASTER = re.compile(r"^#\s*(ASSIGNMENT CONFIG|BEGIN QUESTION)", re.MULTILINE)
_FRAME = re.compile(r"^#\s*(BEGIN|END)\s+(QUESTION|PROMPT|SOLUTION|TESTS)\b", re.IGNORECASE)
_CONFIG = re.compile(r'\A\s*"""\s*#\s*BEGIN TEST CONFIG\s*\n(.*?)\n?"""\s*#\s*END TEST CONFIG\s*\n?', re.DOTALL)
_ANSWER = re.compile(r"#\s*(SOLUTION(\s+NO\s+PROMPT)?|SEED)\s*$", re.IGNORECASE)
_BLOCK = re.compile(r"^\s*#\s*(BEGIN|END)\s+(SOLUTION|IGNORE)(\s+NO\s+PROMPT)?\s*$", re.IGNORECASE)
_PROMPT = re.compile(r'^\s*("""|\'\'\')\s*#\s*BEGIN PROMPT')
_END_PROMPT = re.compile(r'^\s*("""|\'\'\')\s*;?\s*#\s*END PROMPT')


def is_otter(cells: Sequence[Cell]) -> bool:
    return any(c.kind == "raw" and _MASTER.search(c.source) for c in cells)


def read_otter(file: str, cells: tuple[Cell, ...]) -> Master:
    """Raises GraderError naming the question whose configuration cannot be read."""
    given: list[str] = []
    questions: list[Question] = []
    inside: list[tuple[str, Cell]] | None = None
    config: dict[str, Any] = {}
    part = ""
    for cell in cells:
        frame = _FRAME.match(cell.source) if cell.kind == "raw" else None
        if frame is None:
            if inside is not None:
                inside.append((part, cell))
            elif cell.kind == "code":
                given.append(cell.source)
            continue
        begins, what = frame.group(1).upper() == "BEGIN", frame.group(2).upper()
        if what != "QUESTION":
            part = what if begins else ""
        elif begins:
            inside, config = [], _yaml(cell.source.partition("\n")[2], file)
        elif inside is not None:
            questions.append(_question(config, inside, file))
            inside = None
    return Master(file, "otter", title(cells, file.rpartition(".")[0]), tuple(given), tuple(questions))


def _question(config: dict[str, Any], cells: list[tuple[str, Cell]], file: str) -> Question:
    answers = [c for part, c in cells if c.kind == "code" and part in ("SOLUTION", "")]
    tests = [c for part, c in cells if c.kind == "code" and part == "TESTS"]
    name = str(config.get("name", ""))
    return Question(
        name=name,
        cells=tuple(tuple(_lines(c.source)) for c in answers),
        tests=tuple(_test(c.source, f"{name}-{n}", file) for n, c in enumerate(tests, 1)),
        points=_points(config.get("points"), len(tests)),
        prose="\n\n".join(c.source for part, c in cells if c.kind == "markdown" and part == ""),
        manual=bool(config.get("manual")),
    )


def _points(said: Any, tests: int) -> float | None:
    """A number is the total, a list has one for each test, `each` and `total` say which."""
    if isinstance(said, (int, float)) and not isinstance(said, bool):
        return float(said)
    if isinstance(said, list):
        return float(sum(p for p in said if isinstance(p, (int, float))))
    if isinstance(said, dict):
        total = _points(said.get("total"), tests)
        return total if total is not None else (_points(said.get("each", 1), tests) or 0.0) * max(1, tests)
    return None


def _lines(source: str) -> Iterator[Line]:
    """Prompts and ignored lines go: students get our own stub, and authors the answer."""
    state = ""
    for text in source.split("\n"):
        block = _BLOCK.match(text)
        if block:
            state = block.group(2).upper() if block.group(1).upper() == "BEGIN" else ""
        elif _PROMPT.match(text):
            state = "PROMPT"
        elif _END_PROMPT.match(text):
            state = ""
        elif state not in ("PROMPT", "IGNORE") and not re.search(r"#\s*IGNORE\s*$", text):
            answer = _ANSWER.search(text)
            yield Line(text[: answer.start()].rstrip() if answer else text, bool(answer) or state == "SOLUTION")


def _test(source: str, name: str, file: str) -> CheckCell:
    found = _CONFIG.match(source)
    config = _yaml(found.group(1), file) if found else {}
    source = source[found.end() :] if found else source
    first, _, rest = source.lstrip("\n").partition("\n")
    marked = re.match(r"#\s*HIDDEN\s*$", first, re.IGNORECASE) is not None
    points = config.get("points")
    return CheckCell(
        name=str(config.get("name", name)),
        source=rest if marked else source,
        points=float(points) if isinstance(points, (int, float)) else None,
        hidden=marked or bool(config.get("hidden")),
    )


def _yaml(text: str, file: str) -> dict[str, Any]:
    import yaml  # the extra "otter": the command line says so where it is missing

    try:
        read = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise GraderError(f"{file}: {' '.join(str(error).split())[:200]}") from None
    return read if isinstance(read, dict) else {}

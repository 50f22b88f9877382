"""What earlier runs said. Safe to delete, never needed for grading."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from grader.model.history import History, Tried
from grader.model.result import FunctionResult, Result
from grader.workspace.files import write_atomically
from grader.workspace.target import STATE

_VERSION = 1
DONE = ("pass", "carried")


@dataclass(frozen=True)
class Remembered:
    """One function as it stood last: `best` are the most points so far, `attempts` counts changed versions that were
    graded, `hint` is the highest hint opened, `source` a hash of the version graded last."""

    status: str = "todo"
    points: float = 0.0
    best: float = 0.0
    attempts: int = 0
    hint: int = 0
    source: str = ""


class Memory:
    """The state of one workspace. Unreadable state counts as none: it is a convenience, not a record."""

    def __init__(self, root: Path) -> None:
        self.folder = root / STATE
        data = _load(self.folder / "state.json")
        self.functions: dict[str, Remembered] = data[0]
        self._reported: dict[str, float] = data[1]

    def __getitem__(self, id: str) -> Remembered:
        return self.functions.get(id, Remembered())

    def points(self, ids: Iterable[str]) -> float | None:
        """The points of those functions before now; None when none of them was ever graded."""
        known = [self.functions[i].points for i in ids if i in self.functions and self.functions[i].source]
        return sum(known) if known else None

    def learn(self, results: Iterable[FunctionResult]) -> None:
        """Take over the verdicts of a run. A grader fault teaches nothing."""
        for function in results:
            verdict, old = function.verdict, self[function.verdict.id]
            if verdict.status in ("grader_fault", "skip"):
                continue
            source = hashlib.sha256(function.source.encode()).hexdigest()[:16]
            tried = verdict.status != "todo" and source != old.source
            self.functions[verdict.id] = Remembered(
                status=verdict.status,
                points=verdict.points,
                best=max(old.best, verdict.points),
                attempts=old.attempts + tried,
                hint=old.hint,
                source=source,
            )

    def open_hint(self, id: str, level: int) -> None:
        """Note that hint `level` of a function was shown."""
        self.functions[id] = replace(self[id], hint=max(self[id].hint, level))

    @property
    def history(self) -> History:
        """What a report shows of all that."""
        rows = self.functions.items()
        return History({id: Tried(row.attempts, row.hint, self._reported.get(id)) for id, row in rows})

    def note_report(self, result: Result) -> None:
        """Note that a report of this result was written: the next one says what changed since."""
        self._reported |= {f.verdict.id: f.verdict.points for f in result.functions}

    def save(self) -> None:
        """Write the state. Raises OSError where the folder cannot be written."""
        functions = {k: asdict(v) for k, v in sorted(self.functions.items())}
        data = {"version": _VERSION, "functions": functions, "reported": dict(sorted(self._reported.items()))}
        write_atomically(self.folder / "state.json", json.dumps(data, indent=1) + "\n")

    @property
    def last_result(self) -> Path:
        """Where the JSON of everything graded here so far is kept, for `grader report`."""
        return self.folder / "last.json"

    def keep_result(self, text: str) -> None:
        write_atomically(self.last_result, text)


def _load(path: Path) -> tuple[dict[str, Remembered], dict[str, float]]:
    """What is known of the functions, and their points in the last report."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["version"] != _VERSION:
            return {}, {}
        reported = {str(k): float(v) for k, v in data.get("reported", {}).items()}
        return {str(k): _remembered(v) for k, v in data["functions"].items()}, reported
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}, {}


def _remembered(row: dict[str, Any]) -> Remembered:
    return Remembered(
        status=str(row["status"]),
        points=float(row["points"]),
        best=float(row["best"]),
        attempts=int(row["attempts"]),
        hint=int(row["hint"]),
        source=str(row["source"]),
    )

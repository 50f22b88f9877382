"""Students' pages: written when what they show has changed, taken away when the student is gone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

from grader.batch.files import Staging
from grader.batch.painters import Painters
from grader.locale import Words

_REPORT = Path(__file__).resolve().parent.parent / "report"
_WORDS = Path(__file__).resolve().parent.parent / "locale"


class Pages:
    """The folder OUT/students. `known` remembers what each page was made from; without it all are made again."""

    def __init__(self, out: Path, known: Path, staging: Staging, words: Words) -> None:
        self._folder = out / "students"
        self._known_file = known
        self._staging = staging
        self._known: dict[str, str] = _read(known)
        self._now: dict[str, str] = {}
        self._painters = Painters(words)
        self._look = _look(words)

    def __enter__(self) -> Pages:
        self._folder.mkdir(parents=True, exist_ok=True)
        return self

    def write(self, name: str, data: str) -> None:
        """The page of a result, given as its line of JSON."""
        made_of = hashlib.sha256(f"{self._look}\n{data}".encode()).hexdigest()[:32]
        if self._known.get(name) == made_of and (self._folder / name).exists():
            self._now[name] = made_of
            return
        self._keep(self._painters.paint(f"{name}\n{made_of}", data))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._keep(self._painters.rest())
            for gone in self._known.keys() - self._now.keys():
                (self._folder / gone).unlink(missing_ok=True)
            self._known = self._now
        else:
            self._known.update(self._now)
        self._painters.close()
        # What is remembered as written must not be lost with the power.
        self._staging.settle()
        with self._staging.replacing(self._known_file) as stream:
            json.dump(self._known, stream, sort_keys=True)

    def _keep(self, painted: Iterable[tuple[str, str]]) -> None:
        for label, page in painted:
            name, _, made_of = label.partition("\n")
            with self._staging.replacing(self._folder / name) as stream:
                stream.write(page)
            self._now[name] = made_of


def _read(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(k): str(v) for k, v in found.items() if "/" not in str(k)} if isinstance(found, dict) else {}


def _look(words: Words) -> str:
    """A hash of everything that makes a page look as it does, beside its data."""
    digest = hashlib.sha256(words.lang.encode())
    roots = [_REPORT, _WORDS] + ([Path(words.course_root) / "locale"] if words.course_root else [])
    for root in roots:
        for path in sorted(p for p in root.rglob("*") if p.suffix in (".py", ".j2", ".css", ".js", ".mo")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()

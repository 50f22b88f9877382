"""How each system lays out an export. A layout either recognises the tree and lists its attempts, or says None.

Canvas       kimminji[_LATE]_<user>_<submission>_<file>         flat files
Moodle       Full Name_<participant>_assignsubmission_file_[/…] folders or flat files
Gradescope   submission_metadata.yml + submission_<n>/…         folders
nbgrader     submitted/<student>/<assignment>/…, timestamp.txt  folders
plain        one folder, archive or file per student, or 이름_학번_a07_logistic.py
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from grader.classroom.attempt import Attempt
from grader.classroom.times import gradescope_metadata, moment
from grader.classroom.trees import Tree
from grader.submission.naming import identity, is_archive, slug_of, tidy

_CANVAS = re.compile(r"^(?P<who>[^_]+)(?P<late>_LATE)?_(?P<user>\d+)_(?P<submission>\d+)_(?P<file>.+)$")
_MOODLE = re.compile(r"^(?P<who>.+)_(?P<number>\d+)_assignsubmission_(?:file|onlinetext)(?:_(?P<file>.*))?$")
_ATTEMPT = re.compile(r"^(?:attempt|시도|제출|submission)[ _-]?(\d+)$", re.IGNORECASE)
_NOISE = re.compile(
    r"^(\..*|__MACOSX|__pycache__|Thumbs\.db|desktop\.ini|README(\.\w+)?|index\.html|.*\.csv)$", re.IGNORECASE
)


@dataclass
class Handed:
    """What one student handed in, while an export is being listed."""

    parts: list[str] = field(default_factory=list)
    names: tuple[str, ...] = ()
    late: bool = False
    submitted: datetime | None = None


def list_attempts(tree: Tree, slugs: tuple[str, ...], ignore: Iterable[str] = ()) -> tuple[str, list[Attempt]]:
    """(layout's name, attempts in the order of ids). A folder that only wraps the export is looked through."""
    ignored = set(ignore)
    base = ""
    for _ in range(3):
        entries = [(n, d) for n, d in tree.entries(base) if not _NOISE.match(n) and n not in ignored]
        for name, layout in _LAYOUTS:
            handed = layout(tree, base, entries)
            if handed:
                return name, _attempts(handed)
        if len(entries) != 1 or not entries[0][1] or not _wraps(tree, base + entries[0][0]):
            break
        base += entries[0][0] + "/"
    return "plain", _attempts(_plain(tree, base, entries, slugs))


def _wraps(tree: Tree, path: str) -> bool:
    """Whether a lone folder holds a class: an export's own folder, or at least two folders or archives of students."""
    inside = [(n, d) for n, d in tree.entries(path) if not _NOISE.match(n)]
    if any(layout(tree, path + "/", inside) for _, layout in _LAYOUTS):
        return True
    folders = [n for n, d in inside if d or is_archive(n)]
    return len(folders) >= 2 and re.search(r"(?i)submi|제출|export|hand", path.rsplit("/", 1)[-1]) is not None


Listed = list[tuple[str, bool]]
Found = dict[str, list[Handed]]


def _canvas(_: Tree, base: str, entries: Listed) -> Found:
    hits = [(name, _CANVAS.match(tidy(name))) for name, folder in entries if not folder]
    if not entries or 2 * sum(hit is not None for _, hit in hits) <= len(entries):
        return {}
    found: Found = {}
    for name, hit in hits:
        who = f"{hit['who']}_{hit['user']}" if hit else identity(name)
        handed = found.setdefault(who, [Handed(names=(hit["user"], hit["who"]) if hit else ())])[0]
        handed.parts.append(base + name)
        handed.late |= bool(hit and hit["late"])
    _add_others(found, base, [entry for entry in entries if entry[1]])
    return found


def _moodle(_: Tree, base: str, entries: Listed) -> Found:
    hits = [(name, _MOODLE.match(tidy(name))) for name, _ in entries]
    if not entries or 2 * sum(hit is not None for _, hit in hits) <= len(entries):
        return {}
    found: Found = {}
    for name, hit in hits:
        who = f"{hit['who']}_{hit['number']}" if hit else identity(name)
        names = (hit["who"], hit["number"], f"Participant {hit['number']}") if hit else ()
        found.setdefault(who, [Handed(names=names)])[0].parts.append(base + name)
    return found


def _gradescope(tree: Tree, base: str, entries: Listed) -> Found:
    if ("submission_metadata.yml", False) not in entries:
        return {}
    known = gradescope_metadata(tree.text(base + "submission_metadata.yml"))
    found: Found = {}
    for name, _folder in entries:
        if name == "submission_metadata.yml":
            continue
        about = known.get(name)
        who = (about.sid or about.email or about.name) if about else ""
        names = (about.sid, about.email, about.name) if about else ()
        handed = Handed([base + name], tuple(n for n in names if n), submitted=about.created if about else None)
        found.setdefault(who or identity(name), []).append(handed)
    return found


def _nbgrader(tree: Tree, base: str, entries: Listed) -> Found:
    if ("submitted", True) in entries:
        base += "submitted/"
        entries = [(n, d) for n, d in tree.entries(base) if not _NOISE.match(n)]
    elif not (base.endswith("submitted/") or (not base and tree.name == "submitted")):
        return {}
    found: Found = {}
    for name, folder in entries:
        stamps = []
        for inner, is_folder in tree.entries(base + name) if folder else []:
            if is_folder:
                stamps.append(moment(tree.text(f"{base}{name}/{inner}/timestamp.txt")))
        times = [stamp for stamp in stamps if stamp]
        found.setdefault(identity(name), []).append(Handed([base + name], submitted=max(times, default=None)))
    return found


_LAYOUTS: tuple[tuple[str, Callable[[Tree, str, Listed], Found]], ...] = (
    ("gradescope", _gradescope),
    ("nbgrader", _nbgrader),
    ("canvas", _canvas),
    ("moodle", _moodle),
)


def _plain(tree: Tree, base: str, entries: Listed, slugs: tuple[str, ...]) -> Found:
    bare = [name for name, folder in entries if not folder and (slug_of(name, slugs) or ("", 9))[1] in (0, 1, 3)]
    if bare and all(not folder for _, folder in entries) and len(bare) == len(entries):
        # Nothing but assignment files without anybody's name: the folder is one student's own.
        return {identity(base or tree.name): [Handed([base + name for name in bare])]}
    found: Found = {}
    flat: dict[str, Handed] = {}
    for name, folder in entries:
        hit = None if folder else slug_of(name, slugs)
        if hit and hit[1] == 2:
            who = _prefix(name, hit[0])
            if who not in flat:
                flat[who] = Handed(names=tuple(who.split("_")))
                found.setdefault(who, []).append(flat[who])
            flat[who].parts.append(base + name)
        elif folder and (tries := _tries(tree, base + name)):
            found.setdefault(identity(name), []).extend(tries)
        else:
            found.setdefault(identity(name), []).append(Handed([base + name], tuple(identity(name).split("_"))))
    return found


def _prefix(name: str, slug: str) -> str:
    """이름_학번 of 이름_학번_a07_logistic.py, as it was written."""
    stem = identity(name)
    at = re.sub(r"[\s-]", "_", stem.casefold()).rfind(slug)
    return stem[:at].rstrip("_- ") or stem


def _tries(tree: Tree, path: str) -> list[Handed]:
    """The attempts in a student's folder that holds nothing but folders called "attempt 1", "attempt 2", ..."""
    entries = [(n, d) for n, d in tree.entries(path) if not _NOISE.match(n)]
    hits = [(int(hit[1]), n) for n, d in entries if (d or is_archive(n)) and (hit := _ATTEMPT.match(identity(n)))]
    return [Handed([f"{path}/{n}"]) for _, n in sorted(hits)] if hits and len(hits) == len(entries) else []


def _add_others(found: Found, base: str, entries: Listed) -> None:
    for name, _ in entries:
        found.setdefault(identity(name), []).append(Handed([base + name]))


def _attempts(found: Found) -> list[Attempt]:
    """Every hand-in once, under an id of its own: "kim", and "kim@2" for the second of the same student."""
    attempts: list[Attempt] = []
    taken: set[str] = set()
    for who in sorted(found):
        ordered = sorted(
            found[who], key=lambda h: (h.submitted is not None, h.submitted.timestamp() if h.submitted else 0)
        )
        for number, handed in enumerate(ordered, 1):
            identifier = who if number == 1 else f"{who}@{number}"
            while identifier in taken:
                identifier += "@"
            taken.add(identifier)
            parts = tuple(sorted(handed.parts))
            attempts.append(Attempt(identifier, who, parts, number, handed.submitted, handed.late, handed.names))
    return attempts

"""The class: who handed in what, as the folder of submissions and the roster have it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.classroom.attempt import Attempt, Student
from grader.classroom.layouts import list_attempts
from grader.classroom.roster import Register, read_roster
from grader.classroom.trees import Tree, open_tree
from grader.errors import LearnerError
from grader.gradebook.rows import AttemptRow, Kept, StudentRow
from grader.model.submission import Submission


@dataclass(frozen=True)
class Entry:
    """One submission of the class. `names` are all that `--only` may call it by."""

    attempt: Attempt
    student: Student
    known: bool
    names: frozenset[str]

    def row(self, kept: Kept) -> StudentRow:
        """The student's row of the gradebook if this were the only attempt."""
        a, s = self.attempt, self.student
        submitted = a.submitted.isoformat() if a.submitted else ""
        attempt = AttemptRow(a.id, a.number, submitted, a.late, kept)
        return StudentRow(s.id, s.name, s.email, s.section, s.extension, self.known, (attempt,))


@dataclass(frozen=True)
class Survey:
    """What a first reading tells: the digest of every submission, and how many handed in which assignment."""

    digests: Sequence[tuple[Entry, str]]
    handed_in: Counter[str]


class ClassList:
    """Submissions are read one at a time: a class of any size fits in memory."""

    def __init__(
        self, tree: Tree, layout: str, slugs: Sequence[str], entries: Sequence[Entry], roster: Sequence[Student]
    ):
        self._tree = tree
        self._slugs = slugs
        self.layout = layout
        self.entries = entries
        self.students: dict[str, tuple[Student, bool]] = {s.id: (s, True) for s in roster}
        for entry in entries:
            self.students.setdefault(entry.student.id, (entry.student, entry.known))

    def read(self, entry: Entry) -> Submission:
        return self._tree.read(entry.attempt.parts, self._slugs, entry.attempt.id)

    def survey(self, entries: Iterable[Entry]) -> Survey:
        """Reads those submissions: a thousandth of the time that it takes to grade them."""
        digests: list[tuple[Entry, str]] = []
        handed_in: Counter[str] = Counter()
        for entry in entries:
            submission = self.read(entry)
            digests.append((entry, submission.digest))
            handed_in.update({m.slug for m in submission.modules})
        return Survey(digests, handed_in)

    def chosen(self, only: Sequence[str]) -> Sequence[Entry]:
        """Those that `only` names, all without it. Raises GraderError for a name that nobody has."""
        if not only:
            return self.entries
        chosen = [entry for entry in self.entries if not entry.names.isdisjoint(only)]
        missing = set(only).difference(*(entry.names for entry in chosen))
        if missing:
            raise LearnerError("no_submission", name=min(missing))
        return chosen


def list_class(submissions: Path, slugs: Sequence[str], roster: Path | None, ignore: Iterable[str]) -> ClassList:
    """The class that handed in below `submissions`, where names in `ignore` are no submissions. Raises GraderError."""
    tree = open_tree(submissions)
    layout, attempts = list_attempts(tree, tuple(slugs), list(ignore))
    if not attempts:
        raise LearnerError("nothing_handed_in", folder=str(submissions))
    students = read_roster(roster) if roster else []
    entries = list(_entries(attempts, students))
    return ClassList(tree, layout, slugs, entries, students)


def _entries(attempts: Iterable[Attempt], roster: Sequence[Student]) -> Iterator[Entry]:
    """Attempts of one student under several names are numbered through."""
    register = Register(roster)
    seen: Counter[str] = Counter()
    for attempt in attempts:
        found = register.find(attempt) if roster else None
        student = found or Student(attempt.student)
        seen[student.id] += 1
        numbered = replace(attempt, number=seen[student.id], submitted=attempt.submitted or student.submitted)
        names = frozenset((attempt.id, attempt.student, student.id))
        yield Entry(numbered, student, found is not None or not roster, names)

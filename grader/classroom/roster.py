"""The roster: who is in the class, from whatever CSV the office or the LMS gives out."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from grader.classroom.attempt import Attempt, Student
from grader.classroom.texts import DELIMITERS, rows_of, text_of
from grader.classroom.times import moment
from grader.errors import LearnerError

_COLUMNS = {
    "id": ("id", "studentid", "sid", "학번", "idnumber", "sisuserid", "username", "userid", "loginid"),
    "name": ("name", "student", "이름", "성명", "fullname", "studentname"),
    "email": ("email", "이메일", "emailaddress", "mail"),
    "section": ("section", "분반", "group", "class"),
    "extension": ("extension", "extensiondays", "연장"),
    "submitted": ("submitted", "submittedat", "제출시각", "timestamp"),
}


def read_roster(path: Path) -> list[Student]:
    """The students in the order of the file. Raises GraderError when there is no column of ids, or an id twice."""
    text = text_of(path)
    if text.startswith("sep="):  # Excel's own first line, in which it says what it separates with
        text = text.partition("\n")[2]
    header, rows = _table(text)
    columns = _columns(header)
    if "id" not in columns:
        raise LearnerError("roster_columns", file=str(path))
    students = [_student(row, columns) for row in rows]
    students = [student for student in students if student.id]
    most = Counter(student.id for student in students).most_common(1)
    if most and most[0][1] > 1:
        raise LearnerError("roster_twice", file=str(path), student=most[0][0])
    return students


def _table(text: str) -> tuple[list[str], list[list[str]]]:
    """The headings and the rows: split at whatever makes most headings known."""
    tables = [rows_of(text, delimiter) for delimiter in DELIMITERS]
    best = max(tables, key=lambda rows: len(_columns(rows[0])) if rows else 0)
    return (best[0], best[1:]) if best else ([], [])


def _columns(header: Sequence[str]) -> dict[str, int]:
    plain = [re.sub(r"[\s_\-.]", "", unicodedata.normalize("NFC", cell).casefold()) for cell in header]
    return {
        field: next(plain.index(alias) for alias in aliases if alias in plain)
        for field, aliases in _COLUMNS.items()
        if any(alias in plain for alias in aliases)
    }


def _student(row: Sequence[str], columns: dict[str, int]) -> Student:
    def cell(field: str) -> str:
        at = columns.get(field, -1)
        return (
            unicodedata.normalize("NFC", row[at].strip().removeprefix('="').removesuffix('"'))
            if 0 <= at < len(row)
            else ""
        )

    extension = re.fullmatch(r"\d{1,4}(\.\d{1,6})?", cell("extension"), re.ASCII)
    return Student(
        cell("id"),
        cell("name"),
        cell("email"),
        cell("section"),
        float(extension.group()) if extension else 0.0,
        moment(cell("submitted")),
    )


class Register:
    """Finds the student of an attempt: by id, e-mail, name, or an id that stands as a word in what they called it."""

    def __init__(self, students: Sequence[Student]) -> None:
        self._by: dict[str, Student | None] = {}
        for student in students:
            self._enter(student.id, student)
        for student in students:
            for key in (student.email, student.email.partition("@")[0], student.name):
                self._enter(key, student)

    def _enter(self, key: str, student: Student) -> None:
        key = _folded(key)
        if key and self._by.get(key, student) != student:
            # Two students of one name: the name alone finds neither of them.
            if not (self._by[key] and _folded(self._by[key].id) == key):  # type: ignore[union-attr]
                self._by[key] = None
        elif key:
            self._by[key] = student

    def find(self, attempt: Attempt) -> Student | None:
        """The student, or None when nobody or more than one is meant."""
        for key in (attempt.student, *attempt.names):
            student = self._by.get(_folded(key))
            if student:
                return student
        words = {self._by.get(_folded(word)) for word in re.split(r"[_\s\-.]+", attempt.student)} - {None}
        return words.pop() if len(words) == 1 else None


def _folded(key: str) -> str:
    return re.sub(r"[\s,]", "", unicodedata.normalize("NFC", key).casefold())

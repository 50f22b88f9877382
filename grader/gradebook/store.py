"""The gradebook of one class. Only one process writes it; every result is on the disk before `keep` returns."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from grader.classroom.attempt import Attempt, Student
from grader.gradebook.opening import opened
from grader.gradebook.rows import Adjustment, AttemptRow, Comment, Kept, StudentRow
from grader.gradebook.schema import ADJUSTMENTS, ATTEMPTS, COMMENTS, RESULTS, RUNS, STUDENTS

GRADED = "graded"


def _put() -> Any:
    """A result takes the place of a fault; nothing takes the place of a result."""
    put = insert(RESULTS)
    replaced = {c.name: put.excluded[c.name] for c in RESULTS.c if c.name != "id"}
    put = put.on_conflict_do_update(["submission", "key"], set_=replaced, where=RESULTS.c.state != GRADED)
    return put.returning(RESULTS.c.id)


# Built once: for every result they would cost as much as writing it.
_PUT = _put()
_COUNTS = ATTEMPTS.update().where(ATTEMPTS.c.submission == sa.bindparam("of")).values(result=sa.bindparam("now"))
_FIND = (
    sa.select(RESULTS.c.id, ATTEMPTS.c.result)
    .outerjoin_from(RESULTS, ATTEMPTS, ATTEMPTS.c.submission == RESULTS.c.submission)
    .where(
        RESULTS.c.submission == sa.bindparam("of"), RESULTS.c.key == sa.bindparam("under"), RESULTS.c.state == GRADED
    )
)


class Gradebook:
    """Use it as a context manager. Raises GraderError when another process holds it."""

    def __init__(self, path: Path) -> None:
        self._engine, self._connection = opened(path)

    def __enter__(self) -> Gradebook:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()
        self._engine.dispose()

    # Runs

    def begin(self, started: str, settings: dict[str, Any]) -> int:
        """A new run. Its settings are kept for good."""
        text = json.dumps(settings, sort_keys=True, ensure_ascii=False)
        return int(self._change(RUNS.insert().values(started=started, settings=text)).inserted_primary_key[0])

    def finish(self, run: int, finished: str, settings: dict[str, Any]) -> None:
        """The run is over, with what was counted on the way."""
        text = json.dumps(settings, sort_keys=True, ensure_ascii=False)
        self._change(RUNS.update().where(RUNS.c.id == run).values(finished=finished, settings=text))

    def settings(self) -> dict[str, Any] | None:
        """The settings of the newest run that came to its end, or None."""
        query = sa.select(RUNS.c.settings).where(RUNS.c.finished.is_not(None)).order_by(RUNS.c.id.desc()).limit(1)
        found = self._connection.execute(query).scalar()
        self._connection.rollback()
        return None if found is None else dict(json.loads(found))

    def runs(self) -> list[tuple[int, str, str | None]]:
        """(number, started, finished) of every run, oldest first."""
        found = self._connection.execute(sa.select(RUNS.c.id, RUNS.c.started, RUNS.c.finished).order_by(RUNS.c.id))
        return [(row[0], row[1], row[2]) for row in found]

    # The class

    def enrol(self, students: Iterable[tuple[Student, bool]], attempts: Iterable[tuple[Attempt, str]]) -> None:
        """Replaces the list of the class: (student, known) in order and (attempt, student's id). Results stay."""
        people = [
            {"id": s.id, "place": n, "name": s.name, "email": s.email, "section": s.section, "extension": s.extension,
             "known": int(known)}
            for n, (s, known) in enumerate(students)
        ]  # fmt: skip
        listed = [
            {"submission": a.id, "student": student, "place": n, "number": a.number, "flagged_late": int(a.late),
             "submitted": a.submitted.isoformat() if a.submitted else "", "result": None}
            for n, (a, student) in enumerate(attempts)
        ]  # fmt: skip
        found = self._connection.execute(sa.select(ATTEMPTS.c.submission, ATTEMPTS.c.result))
        current = {row[0]: row[1] for row in found}
        for row in listed:
            row["result"] = current.get(str(row["submission"]))
        self._connection.execute(ATTEMPTS.delete())
        self._connection.execute(STUDENTS.delete())
        if people:
            self._connection.execute(STUDENTS.insert(), people)
        if listed:
            self._connection.execute(ATTEMPTS.insert(), listed)
        self._connection.commit()

    # Results

    def reuse(self, submission: str, key: str) -> bool:
        """Whether that submission has a result under `key`; it is then the one that counts."""
        row = self._connection.execute(_FIND, {"of": submission, "under": key}).first()
        if row is None:
            self._connection.rollback()
            return False
        if row[1] == row[0]:
            self._connection.rollback()
        else:
            self._connection.execute(_COUNTS, {"of": submission, "now": row[0]})
            self._connection.commit()
        return True

    def keep(self, run: int, key: str, kept: Kept, percent: float) -> bool:
        """Stores a result and makes it count; on the disk when this returns. False when that key was there already."""
        values = {
            "submission": kept.submission, "key": key, "run": run, "state": kept.state, "percent": percent,
            "seconds": kept.seconds, "payload": zlib.compress(kept.payload.encode(), 3), "prints": kept.prints,
        }  # fmt: skip
        stored = self._connection.execute(_PUT, values).scalar()
        if stored is not None:
            self._connection.execute(_COUNTS, {"of": kept.submission, "now": stored})
        self._connection.commit()
        return stored is not None

    def forget(self, submissions: Iterable[str] | None) -> None:
        """Lets the results of these (None: of all) submissions no longer count under their key. The history stays."""
        which = sa.true() if submissions is None else RESULTS.c.submission.in_(list(submissions))
        self._connection.execute(RESULTS.update().where(which).values(key=RESULTS.c.key + "#" + _text(RESULTS.c.id)))
        listed = sa.true() if submissions is None else ATTEMPTS.c.submission.in_(list(submissions))
        self._connection.execute(ATTEMPTS.update().where(listed).values(result=None))
        self._connection.commit()

    def students(self) -> Iterator[StudentRow]:
        """Everybody in order, with their attempts and current results, read in pieces: memory stays flat."""
        joined = STUDENTS.outerjoin(ATTEMPTS, ATTEMPTS.c.student == STUDENTS.c.id).outerjoin(
            RESULTS, RESULTS.c.id == ATTEMPTS.c.result
        )
        columns = (*STUDENTS.c, *(c for c in ATTEMPTS.c if c.name != "place"), RESULTS.c.payload, RESULTS.c.state)
        query = sa.select(*columns, RESULTS.c.seconds, RESULTS.c.prints, _previous()).select_from(joined)
        query = query.set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL).order_by(STUDENTS.c.place, ATTEMPTS.c.number)
        found = self._connection.execution_options(yield_per=200).execute(query).mappings()
        for _, group in groupby(found, key=lambda row: row["students_id"]):
            rows = list(group)
            attempts = tuple(_attempt(row) for row in rows if row["attempts_submission"] is not None)
            yield _student(rows[0], attempts)

    # What people decide

    def adjust(self, adjustment: Adjustment) -> None:
        self._change(ADJUSTMENTS.insert().values(**vars(adjustment)))

    def comment(self, comment: Comment) -> None:
        self._change(COMMENTS.insert().values(**vars(comment)))

    def adjustments(self, student: str | None = None) -> list[Adjustment]:
        """The whole history, oldest first."""
        columns = [c for c in ADJUSTMENTS.c if c.name != "id"]
        query = sa.select(*columns).order_by(ADJUSTMENTS.c.id)
        if student is not None:
            query = query.where(ADJUSTMENTS.c.student == student)
        return [Adjustment(**row) for row in self._connection.execute(query).mappings()]

    def comments(self) -> list[Comment]:
        query = sa.select(*[c for c in COMMENTS.c if c.name != "id"]).order_by(COMMENTS.c.id)
        return [Comment(**row) for row in self._connection.execute(query).mappings()]

    def has_student(self, student: str) -> bool:
        return self._connection.execute(sa.select(STUDENTS.c.id).where(STUDENTS.c.id == student)).scalar() is not None

    def _change(self, statement: Any) -> Any:
        result = self._connection.execute(statement)
        self._connection.commit()
        return result


def _text(column: sa.Column[int]) -> Any:
    return sa.cast(column, sa.String)


def _previous() -> Any:
    """The percentage of the result before the current one, of an earlier run."""
    older = RESULTS.alias("older")
    earlier = (
        (older.c.submission == ATTEMPTS.c.submission) & (older.c.id < RESULTS.c.id) & (older.c.run < RESULTS.c.run)
    )
    query = sa.select(older.c.percent).where(earlier).order_by(older.c.id.desc()).limit(1)
    return query.correlate(ATTEMPTS, RESULTS).scalar_subquery().label("previous")


def _attempt(row: Any) -> AttemptRow:
    kept = None
    if row["results_payload"] is not None:
        kept = Kept(
            row["attempts_submission"],
            zlib.decompress(row["results_payload"]).decode(),
            row["results_state"],
            row["results_seconds"],
            row["results_prints"],
            row["previous"],
        )
    late = bool(row["attempts_flagged_late"])
    return AttemptRow(row["attempts_submission"], row["attempts_number"], row["attempts_submitted"], late, kept)


def _student(row: Any, attempts: tuple[AttemptRow, ...]) -> StudentRow:
    return StudentRow(
        id=row["students_id"],
        name=row["students_name"],
        email=row["students_email"],
        section=row["students_section"],
        extension=row["students_extension"],
        known=bool(row["students_known"]),
        attempts=attempts,
    )

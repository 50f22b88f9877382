"""Everything that a batch writes for people, from the gradebook alone. The same gradebook gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from grader.batch.files import Staging
from grader.batch.names import Naming, Pseudonyms, page_name
from grader.batch.pages import Pages
from grader.batch.remarks import remarked
from grader.batch.settings import Settings
from grader.batch.twins import twins
from grader.batch.vault import Vault, new_salt
from grader.classroom.texts import text_of
from grader.gradebook.adjusting import Decisions
from grader.gradebook.grades import Graded, graded
from grader.gradebook.looks import function_looks, student_looks
from grader.gradebook.rows import StudentRow
from grader.gradebook.statistics import Statistics
from grader.gradebook.store import Gradebook
from grader.locale import Words
from grader.model.gradebook import ClassReport, Grade, Look
from grader.report.gradebook.cells import Table
from grader.report.gradebook.lms import fill_canvas, write_moodle, write_nbgrader
from grader.report.gradebook.tables import FUNCTION_COLUMNS, function_rows, write_grades, write_misconceptions
from grader.report.result_json import line

CSV = "utf-8-sig"
# Files that say who is who; an earlier run without pseudonyms may have left them in the open.
_NAMING = ("grades.csv", "moodle.csv", "nbgrader.csv", "canvas.csv")


class Publisher:
    """Writes the files of one output folder."""

    def __init__(self, out: Path, gradebook: Gradebook, settings: Settings) -> None:
        self._out = out
        self._gradebook = gradebook
        self._settings = settings
        self._vault = Vault(out)
        self._staging = Staging(self._vault.folder / "staging")
        self._words = Words(settings.lang, settings.course)
        self._rules = settings.rules()
        self._decisions = Decisions(gradebook.adjustments(), gradebook.comments())
        self._private = out / "private"
        self._naming = Naming()
        if settings.anonymize:
            self._private.mkdir(mode=0o700, exist_ok=True)
            self._private.chmod(0o700)
            self._naming = Pseudonyms(new_salt(self._private))

    def publish(self) -> ClassReport:
        """All files. Only one student's results are in memory at a time, beside a short row for everybody."""
        statistics = Statistics(self._settings.exercises())
        grades: list[Grade] = []
        looks: list[Look] = []
        with ExitStack() as stack:
            results = stack.enter_context(self._staging.replacing(self._out / "results.jsonl"))
            functions = Table(
                stack.enter_context(self._staging.replacing(self._out / "functions.csv", CSV)), FUNCTION_COLUMNS
            )
            pages = stack.enter_context(Pages(self._out, self._vault.pages, self._staging, self._words))
            for student in self._gradebook.students():
                row = graded(student, self._rules, self._decisions)
                for text in self._lines(student):
                    results.write(text + "\n")
                grade = row.grade
                if row.data is not None:
                    statistics.add(replace(grade, id=self._naming.of(grade.id)), row.data)
                    grade = replace(grade, report=self._page(pages, grade, row))
                functions.rows(function_rows(self._naming.grade(grade)))
                looks += student_looks(grade, row.jump)
                grades.append(replace(grade, functions=()))
        self._identified(grades)
        report = self._report(grades, statistics, looks)
        with self._staging.replacing(self._out / "misconceptions.csv", CSV) as stream:
            write_misconceptions(stream, report.misconceptions, self._words)
        self._class_page(report)
        return report

    def _lines(self, student: StudentRow) -> Iterator[str]:
        """The line of every attempt: as it was stored, unless somebody decided otherwise."""
        decided = any(self._decisions.of(student.id)) or self._naming.anonymous
        for attempt in student.attempts:
            if attempt.kept is None:
                continue
            if not decided:
                yield attempt.kept.payload
            else:
                data = self._decisions.applied(json.loads(attempt.kept.payload), student.id)
                yield line(self._naming.data(data))

    def _page(self, pages: Pages, grade: Grade, row: Graded) -> str:
        assert row.data is not None
        name = page_name(self._naming.of(grade.id))
        pages.write(name, line(remarked(grade, self._naming.data(row.data))))
        return f"students/{name}"

    def _identified(self, grades: list[Grade]) -> None:
        """The files that name people even when the rest does not: then they are in the private folder."""
        folder = self._private if self._naming.anonymous else self._out
        if self._naming.anonymous:
            for name in _NAMING:
                (self._out / name).unlink(missing_ok=True)
        with self._staging.replacing(folder / "grades.csv", CSV) as stream:
            write_grades(stream, grades, list(self._rules.core), self._words)
        with self._staging.replacing(folder / "moodle.csv", CSV) as stream:
            write_moodle(stream, grades)
        with self._staging.replacing(folder / "nbgrader.csv") as stream:
            write_nbgrader(stream, grades)
        if self._settings.canvas:
            exported = text_of(Path(self._settings.canvas))
            filled, _ = fill_canvas(exported, self._settings.canvas_column, grades)
            with self._staging.replacing(folder / "canvas.csv", CSV) as stream:
                stream.write(filled)
        if self._naming.anonymous:
            with self._staging.replacing(folder / "mapping.csv", CSV) as stream:
                Table(stream, ["pseudonym", "student_id"]).rows((self._naming.of(g.id), g.id) for g in grades)

    def _report(self, grades: list[Grade], statistics: Statistics, looks: list[Look]) -> ClassReport:
        functions = statistics.functions()
        naming = self._naming
        pairs = twins(self._gradebook, self._settings, self._decisions, len(grades))
        return ClassReport(
            environment=self._settings.environment(),
            generated=self._settings.started,
            command=self._settings.command,
            max_points=sum(self._rules.core.values()),
            assignments=tuple(self._rules.core),
            students=tuple(naming.grade(g) for g in grades),
            functions=functions,
            misconceptions=statistics.misconceptions(),
            unclassified=statistics.unclassified(),
            looks=(
                *function_looks(functions),
                *(replace(k, student=naming.of(k.student)) for k in looks),
            ),
            pairs=tuple(replace(p, left=naming.of(p.left), right=naming.of(p.right)) for p in pairs),
            anonymous=naming.anonymous,
            wall=self._settings.wall,
        )

    def _class_page(self, report: ClassReport) -> None:
        from grader.report.html.class_page import render

        with self._staging.replacing(self._out / "class.html") as stream:
            stream.write(render(report, self._words))

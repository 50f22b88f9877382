"""From files to items. A student's file is read as text here: pytest must not import it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.course.index import Index, IndexedFunction, read_index
from grader.errors import GraderError
from grader.grading.environment import new_seed
from grader.grading.source import Excerpt, excerpts
from grader.model.submission import Module, Submission
from grader.pytest_plugin.items import CHECKS, CheckItem
from grader.pytest_plugin.judging import Judging
from grader.pytest_plugin.telling import Telling
from grader.submission import read_submission
from grader.submission.naming import slug_of
from grader.workspace.reading import read_target
from grader.workspace.target import target

SEED = "grader_seed"


class Collecting:
    """The hooks of a run with --grader."""

    def __init__(self, config: pytest.Config) -> None:
        chosen = config.getoption("--grader-course")
        course = Path(chosen) if chosen else None
        try:
            self.index: Index = read_index(course)
        except GraderError as error:
            raise pytest.UsageError(f"grader: {error}") from None
        self.judging = Judging(course, _seed(config), config.getoption("--grader-wall"))
        self.telling = Telling(config.getoption("--grader-lang"), course)
        self._folders: dict[Path, Submission] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_pycollect_makemodule(self, module_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        """A course file named on the command line would be imported by pytest: it becomes a collector of nothing."""
        if slug_of(module_path.name, self.index.slugs) is None:
            return None
        nothing: pytest.Collector = _Nothing.from_parent(parent, path=module_path)
        return nothing

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        found = slug_of(file_path.name, self.index.slugs)
        if found is None:
            return None
        submission = self._submission(file_path, named=parent.session.isinitpath(file_path))
        module = submission.module(found[0])
        if module is None or Path(module.path).name != file_path.name:
            return None  # another file of the folder is the one that gets graded
        file: AssignmentFile = AssignmentFile.from_parent(parent, path=file_path)
        file.fill(self, submission, module)
        return file

    def _submission(self, path: Path, named: bool) -> Submission:
        """What `grader check` would read: a file with its neighbours when it was named, otherwise its folder."""
        if named:
            return read_target(target([str(path)], self.index, path.parent), self.index.slugs)
        folder = path.parent
        if folder not in self._folders:
            self._folders[folder] = read_submission(folder, self.index.slugs)
        return self._folders[folder]

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Workers of pytest-xdist draw the same inputs."""
        node.workerinput[SEED] = self.judging.seed

    def pytest_report_header(self) -> str:
        return f"grader: seed {self.judging.seed}"

    def pytest_unconfigure(self) -> None:
        self.judging.close()


class AssignmentFile(pytest.File):
    """A student's file of one assignment."""

    def fill(self, collecting: Collecting, submission: Submission, module: Module) -> None:
        self._collecting, self._submission, self._module = collecting, submission, module

    def collect(self) -> Iterator[pytest.Item]:
        assignment = self._collecting.index.assignment(self._module.slug)
        assert assignment is not None
        own = {} if self._module.notebook else excerpts(self._module)
        for function in assignment.functions:
            for check in CHECKS:
                if check != "rules" or function.forbid or function.require:
                    yield self._item(function, check, own.get(function.name, Excerpt()))

    def _item(self, function: IndexedFunction, check: str, own: Excerpt) -> pytest.Item:
        name = f"{function.name}[{check}]"
        # Said whole: pytest >= 9.1 takes the brackets for parameters when it reads the id back (--lf), not here.
        item: CheckItem = CheckItem.from_parent(self, name=name, nodeid=f"{self.nodeid}::{name}")
        item.fill(self._collecting.judging, self._collecting.telling, self._submission)
        item.ask(function, check, own.line)
        return item


class _Nothing(pytest.File):
    def collect(self) -> list[pytest.Item]:
        return []


def _seed(config: pytest.Config) -> int:
    handed: dict[str, Any] = getattr(config, "workerinput", {})
    if SEED in handed:
        return int(handed[SEED])
    chosen = config.getoption("--grader-seed")
    return new_seed() if chosen is None else int(chosen)

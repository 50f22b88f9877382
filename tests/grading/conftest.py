from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.course.index import read_index
from grader.grading import Session
from grader.submission import read_submission

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def session() -> Iterator[Session]:
    with Session(seed=20261127, wall=4.0) as opened:
        yield opened


@pytest.fixture
def graded(session, tmp_path):
    """Grade files given as {name: text or bytes}; returns {id: verdict}."""

    def grade(files, only=None):
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        submission = read_submission(tmp_path, read_index().slugs)
        return {f.verdict.id: f.verdict for f in session.grade(submission, only).functions}

    return grade

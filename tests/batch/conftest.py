"""The class of twelve, graded once."""

from __future__ import annotations

import shutil

import pytest

from tests.batch.twelve import grade, make_class


@pytest.fixture(scope="session")
def graded(tmp_path_factory):
    """(submissions, out, what the command said) of an undisturbed run. Read only."""
    base = tmp_path_factory.mktemp("class")
    submissions = make_class(base / "submissions")
    done = grade(submissions, base / "out")
    return submissions, base / "out", done.stderr


@pytest.fixture
def copied(graded, tmp_path):
    """A copy of the graded class's output to change."""
    submissions, out, _ = graded
    shutil.copytree(out, tmp_path / "out")
    return submissions, tmp_path / "out"

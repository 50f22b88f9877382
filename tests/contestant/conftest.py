"""One warm process per level for all tests of this folder, and short ways to ask it."""

from __future__ import annotations

import pytest

from grader.contestant import Host, Limits
from tests.contestant.asking import Asker


@pytest.fixture(scope="session")
def host():
    with Host("limits", Limits(wall=30.0, output=2000, answer=1 << 20)) as host:
        yield host


@pytest.fixture
def ask(host):
    with Asker(host) as asker:
        yield asker

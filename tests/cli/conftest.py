import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.cli.program import run
from grader.course.index import read_index
from grader.course.places import places
from grader.workspace.start import start


def environment(**changes: str) -> dict[str, str]:
    """This environment with nothing in it that chooses language, encoding or colour."""
    chosen = ("GRADER_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "TERM", "COLUMNS", "PYTHONIOENCODING")
    return {k: v for k, v in os.environ.items() if k not in chosen} | changes


@pytest.fixture
def student(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with every stub; the current folder."""
    start(tmp_path, read_index(), places(None), ".py")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GRADER_LANG", "en")
    return tmp_path


@pytest.fixture
def grader(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs a command line in this process: exit code, stdout, stderr."""

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(arguments)
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def program(student: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Runs the real program in the student's folder, piped."""

    def call(*arguments: str, **env: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "grader", *arguments],
            cwd=student,
            env=environment(**env),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
        )

    return call


@pytest.fixture
def fill(student: Path) -> Callable[[str, str], Path]:
    """Writes a function body in the place of a stub's."""

    def write(identifier: str, body: str) -> Path:
        assignment, _, _ = identifier.partition(".")
        slug = read_index().assignment(assignment).slug
        file = student / "assignments" / f"{slug}.py"
        text = file.read_text(encoding="utf-8")
        stub = f'    raise NotImplementedError("{identifier}")\n'
        assert stub in text
        file.write_text(text.replace(stub, f"    {body}\n"), encoding="utf-8")
        return file

    return write

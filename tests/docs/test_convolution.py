"""A course outside the package runs through the same commands: the engine knows nothing of what it asks."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.derive import derive, stale

ROOT = Path(__file__).resolve().parents[2]
COURSE = ROOT / "docs" / "examples" / "convolution"

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def grader(tmp_path: Path) -> Run:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "grader", "--lang", "en", *arguments, "--course", str(COURSE)],
            cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    return run


def test_derived_files_are_in_step() -> None:
    """That it proves itself is shown, and so run, in docs/author.md."""
    assert stale(derive(COURSE)) == []


def test_a_student_takes_it(grader: Run, tmp_path: Path) -> None:
    assert grader("start", ".").returncode == 0
    stub = tmp_path / "assignments" / "c01_convolution.py"
    assert [p.name for p in stub.parent.iterdir()] == [stub.name]
    shutil.copy(COURSE / "solutions" / stub.name, stub)
    right = stub.read_text(encoding="utf-8")
    stub.write_text(
        right.replace('"ctk,ock->ot", windows, w)', '"ctk,ock->ot", windows, w.flip(-1))'), encoding="utf-8"
    )
    done = grader("check", "--json", "result.json")
    assert done.returncode == 1, done.stderr
    result = json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))
    functions = {f["id"]: f for a in result["assignments"] for f in a["functions"]}
    assert {id: f["status"] for id, f in functions.items()} == {
        "C01.conv1d": "fail",
        "C01.conv1d_backward": "pass",
        "C01.max_pool1d": "pass",
    }
    assert functions["C01.conv1d"]["diagnosis"]["id"] == "kernel_flipped"
    assert "The kernel is flipped" in done.stdout
    stub.write_text(right, encoding="utf-8")
    done = grader("check")
    assert done.returncode == 0, done.stdout


def test_hints_come_from_the_course(grader: Run) -> None:
    assert "windows" in grader("hint", "C01.conv1d").stdout

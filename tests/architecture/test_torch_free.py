"""What does not grade never imports torch: these commands run here with an import of torch being an error."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.model.result import AssignmentResult, Environment, FunctionResult, Result, Totals
from grader.model.verdict import Verdict
from grader.report import result_json

WITHOUT_TORCH = """
import sys
sys.modules["torch"] = sys.modules["numpy"] = None
from grader.cli.program import run
sys.exit(run(sys.argv[1:]))
"""
PARTS = ("model", "locale", "submission", "report", "classroom", "similarity", "errors")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A student's folder in which something was graded before."""
    verdict = Verdict("A07.sigmoid", "pass", 5, 5, "core")
    assignment = AssignmentResult("A07", "a07_logistic", (FunctionResult(verdict, "σ", "sigmoid(x)"),))
    environment = Environment("0", "0", "3", "course", 1, "none")
    result = Result("me", "0" * 64, (assignment,), Totals(5, 5, 0, 0, 1, 1), environment)
    (tmp_path / ".grader").mkdir()
    (tmp_path / ".grader" / "last.json").write_text(result_json.dumps(result), encoding="utf-8")
    (tmp_path / "results.jsonl").write_text(json.dumps(result_json.write(result)) + "\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("check", "--help"),
        ("--version",),
        ("start", "."),
        ("hint", "A07.sigmoid"),
        ("progress",),
        ("report",),
        ("export", "results.jsonl", "--to", "csv"),
    ],
    ids=" ".join,
)
def test_command(arguments: tuple[str, ...], workspace: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_TORCH, *arguments],
        cwd=workspace, capture_output=True, text=True, timeout=60, env={**os.environ, "GRADER_LANG": "en"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_parts() -> None:
    code = f"""
import importlib, pkgutil, sys
sys.modules["torch"] = None
for part in {PARTS!r}:
    module = importlib.import_module("grader." + part)
    for found in pkgutil.walk_packages(getattr(module, "__path__", []), module.__name__ + "."):
        importlib.import_module(found.name)
print(sum(name.startswith("grader.") for name in sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20

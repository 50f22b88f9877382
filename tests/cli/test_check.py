"""`grader check`, the real program: exit codes, encodings, colours, files, memory."""

import json

import pytest

from grader.report import result_read
from grader.report.terminal.columns import cells

WRONG = "return x * (x > -1).to(x.dtype)"
RIGHT = "return torch.where(x > 0, x, torch.zeros_like(x))"


def test_a_mistake_is_explained_and_remembered(program, fill, student):
    fill("A10.relu", WRONG)
    first = program("check", "A10.relu", "A10.tanh", GRADER_LANG="ko")
    out = first.stdout.decode("utf-8")
    assert first.returncode == 1, first.stderr
    assert first.stderr == b""
    assert "× relu" in out
    assert "· tanh" in out
    assert "받음" in out
    assert "grader hint A10.relu" in out
    assert "\x1b" not in out
    file = student / "assignments" / "a10_activations.py"
    file.write_text(file.read_text(encoding="utf-8").replace(WRONG, RIGHT), encoding="utf-8")
    second = program("check", "A10.relu", "--lang", "en")
    assert second.returncode == 0
    assert "(+2)" in second.stdout.decode()
    kept = json.loads((student / ".grader" / "last.json").read_text(encoding="utf-8"))
    statuses = {f["id"]: f["status"] for a in kept["assignments"] for f in a["functions"]}
    assert statuses == {"A10.relu": "pass", "A10.tanh": "todo"}, "results of other functions are kept"


@pytest.mark.parametrize(
    ("variables", "encoding"),
    [
        ({"PYTHONIOENCODING": "cp949", "GRADER_LANG": "both", "COLUMNS": "60"}, "cp949"),
        ({"PYTHONIOENCODING": "ascii", "GRADER_LANG": "ko"}, "ascii"),
        ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, "ascii"),
        ({"NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "120", "PYTHONIOENCODING": "utf-8"}, "utf-8"),
    ],
    ids=["cp949", "ascii", "C", "dumb"],
)
def test_every_terminal_gets_its_text(program, fill, variables, encoding):
    fill("A10.relu", WRONG)
    done = program("check", "A10.relu", **variables)
    out = done.stdout.decode(encoding)
    assert done.returncode == 1, done.stderr
    assert done.stderr == b""
    assert "relu" in out
    assert "\x1b" not in out
    width = int(variables.get("COLUMNS", 80))
    assert max(cells(line) for line in out.splitlines()) <= min(width, 100)


def test_json_and_html(program, fill, student):
    fill("A10.relu", RIGHT)
    done = program("check", "A10.relu", "--json", "-", "--html", "out/r.html", "--seed", "7", PYTHONIOENCODING="utf-8")
    result = result_read.loads(done.stdout.decode("utf-8"))
    assert done.returncode == 0, done.stderr
    assert result.environment.seed == 7
    assert [f.verdict.status for f in result.functions] == ["pass"]
    assert "<html" in (student / "out" / "r.html").read_text(encoding="utf-8")


def test_one_file_among_others(program, fill, student):
    """A file that was named is graded, with its neighbours there to be imported."""
    notebook = student / "assignments" / "a10_activations.ipynb"
    cell = f"import torch\ndef relu(x):\n    {RIGHT}"
    book = {
        "cells": [{"cell_type": "code", "id": "a", "metadata": {}, "source": cell, "outputs": []}],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    notebook.write_text(json.dumps(book), encoding="utf-8")
    done = program("check", "assignments/a10_activations.ipynb", "A10.relu", "--json", "-", PYTHONIOENCODING="utf-8")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["assignments"][0]["path"].endswith(".ipynb")


def test_a_grader_fault_is_not_the_students(program, student):
    done = program("check", "A10.relu", "--isolation", "nosuch")
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_a_file_that_is_none_of_the_course(program, student):
    (student / "notes.py").write_text("x = 1\n")
    done = program("check", "notes.py", GRADER_LANG="en", PYTHONIOENCODING="utf-8")
    assert done.returncode == 2
    assert b"notes.py" in done.stdout
    assert b"Traceback" not in done.stderr

"""What editors, hooks and shells get: lines they can jump to, exit codes, notebooks with feedback, completion."""

import json
import re
import shlex
import subprocess
import sys

import nbformat
import pytest
import yaml

from grader.course.places import BUILT_IN
from tests.cli.conftest import environment

WRONG = "return x * (x > -1).to(x.dtype)"
# The pattern of the problem matcher in docs/tools.md.
PATTERN = re.compile(r"^(.+?):(?:cell \d+:)?(\d+):(\d+): (error|warning|info): (.+?) \[(\S+)[^\]]*\]$")
HOOKS = {h["id"]: h for h in yaml.safe_load((BUILT_IN.parents[1] / ".pre-commit-hooks.yaml").read_text())}


def test_the_hook_lets_stubs_pass_and_stops_mistakes_with_places_to_jump_to(program, fill, student):
    command = shlex.split(HOOKS["grader-check"]["entry"])
    assert command[0] == "grader"
    assert program(*command[1:], "A10.relu").returncode == 0
    path = fill("A10.relu", WRONG)
    done = program(*command[1:], "A10.relu", "A10.tanh", "--lang", "en")
    found = [PATTERN.match(line).groups() for line in done.stdout.decode().splitlines()]
    assert done.returncode == 1
    assert [(level, id) for _, _, _, level, _, id in found] == [("error", "A10.relu"), ("info", "A10.tanh")]
    lines = path.read_text(encoding="utf-8").splitlines()
    for file, line, _, _, _, id in found:
        assert (student / file).samefile(path)
        assert id.partition(".")[2] in "\n".join(lines[: int(line)])


def test_hooks_run_for_the_files_they_are_about():
    pattern = re.compile(HOOKS["grader-check"]["files"])
    assert pattern.search("assignments/a10_activations.py")
    assert pattern.search("a10_activations.ipynb")
    assert not pattern.search("notes.py")


def test_feedback_goes_into_a_copy_of_the_notebook(program, student):
    path = student / "a10_activations.ipynb"
    (student / "assignments" / "a10_activations.py").unlink()
    source = BUILT_IN.parents[1] / "assignments" / "a10_activations.ipynb"
    stub = 'raise NotImplementedError(\\"A10.relu\\")'
    text = source.read_text(encoding="utf-8")
    assert stub in text
    path.write_text(text.replace(stub, WRONG), encoding="utf-8")
    before = path.read_bytes()
    done = program("check", path.name, "--feedback", "out.ipynb", "--lang", "both")
    assert done.returncode == 1, done.stderr
    assert path.read_bytes() == before
    book = nbformat.read(student / "out.ipynb", as_version=4)
    nbformat.validate(book)
    cells = {
        c.metadata.grader.feedback: n for n, c in enumerate(book.cells) if "feedback" in c.metadata.get("grader", {})
    }
    at = cells["A10.relu"]
    assert book.cells[at - 1].metadata.grader.id == "A10.relu"
    assert "```text\n× relu" in book.cells[at].source
    kept = [c.source for n, c in enumerate(book.cells) if n not in cells.values()]
    assert kept == ["".join(c["source"]) for c in json.loads(before)["cells"]]


@pytest.mark.parametrize(
    "arguments", [("A10", "--feedback", "x.ipynb"), ("a10_activations.ipynb", "--feedback", "a10_activations.ipynb")]
)
def test_feedback_that_cannot_be_is_said_before_anything_runs(grader, student, arguments):
    (student / "a10_activations.ipynb").write_text("{}")
    code, _, err = grader("check", *arguments)
    assert code == 2
    assert "grader check" in err or "--feedback" in err


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("grader che", ["plain,check"]),
        ("grader check A1", ["plain,A10", "plain,A11", "plain,A12"]),
        ("grader check a10.relu", ["plain,A10.relu", "plain,A10.relu_backward"]),
        ("grader hint a10.relu_", ["plain,A10.relu_backward"]),
        ("grader check assignm", ["file,assignm"]),
        ("grader check --form", ["plain,--format"]),
        ("grader check --format u", ["plain,unix"]),
    ],
)
def test_the_shell_completes(student, words, expected):
    variables = {"_GRADER_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    command = [sys.executable, "-c", "import sys; sys.argv[0] = 'grader'; from grader.cli.program import main; main()"]
    done = subprocess.run(command, env=environment(**variables), capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines() == expected, done.stderr

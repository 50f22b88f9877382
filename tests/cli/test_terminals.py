"""Every command in a terminal that has little: it ends as it does elsewhere, and prints no traceback."""

import re
import shutil

import pytest

WRONG = "return x * (x > -1).to(x.dtype)"
COMMANDS = (
    ("check", "A10.relu", "-v", "--html", "report.html", "--json", "result.json"),
    ("check", "A99"),
    ("hint", "A10.relu"),
    ("progress",),
    ("report",),
    ("export", "result.json", "--to", "md"),
    ("reset", "A10.relu", "--yes"),
    ("watch",),
    ("start", "elsewhere"),
    ("doctor",),
)
POOR = (
    {"PYTHONIOENCODING": "cp949", "GRADER_LANG": "ko"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "GRADER_LANG": "both", "TERM": "dumb"},
)


@pytest.fixture
def again(program, fill, student):
    """Runs all the commands in a fresh workspace: their exit codes, and everything they said."""

    def run(**environment):
        for folder in (student / "assignments", student / ".grader", student / "elsewhere"):
            shutil.rmtree(folder, ignore_errors=True)
        program("start", ".")
        fill("A10.relu", WRONG)
        done = [program(*command, **environment) for command in COMMANDS]
        return [d.returncode for d in done], b"".join(d.stdout + d.stderr for d in done)

    return run


def test_every_command_ends_as_it_does_elsewhere(again):
    codes, said = again(PYTHONIOENCODING="utf-8")
    assert codes == [1, 2, 0, 0, 0, 0, 0, 2, 0, 0], said.decode()
    for environment in POOR:
        poor, said = again(**environment)
        assert poor == codes, environment
        assert b"Traceback" not in said
        assert b"UnicodeEncodeError" not in said
        assert not re.search(rb"\x1b", said), "piped output has no escape codes"

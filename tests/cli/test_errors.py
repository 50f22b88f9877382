"""Bad input: a sentence, the next step, the right exit code, and no traceback of ours."""

import subprocess
import sys

import click
import pytest

from grader.cli import commands
from grader.errors import GraderFault

USAGE = [
    (["nosuch"], "No such command", "--help"),
    (["chekc"], "Did you mean check?", "--help"),
    (["check", "A99"], "no such assignment", "Did you mean"),
    (["check", "A07.sigmod"], "no such assignment", "Did you mean A07.sigmoid?"),
    (["check", "zzzzzz"], "no such assignment", "grader progress"),
    (["check", "nowhere/a07_logistic.py"], "no such file", "Check the path"),
    (["check", "--sed", "1"], "No such option", "--seed"),
    (["check", "--seed", "x"], "--seed", "--help"),
    (["check", "--lang", "fr"], "--lang", "--help"),
    (["check", "--wall", "0"], "--wall", "--help"),
    (["check", "--course", "nowhere"], "--course", "--help"),
    (["check", "assignments", "."], "one file or folder at a time", "A07 A08"),
    (["hint", "A07"], "no such function", "grader hint A07.sigmoid"),
    (["reset", "A77"], "no such assignment or function", "grader reset A07"),
    (["reset"], "Missing argument", "--help"),
    (["report"], "Nothing was graded", "grader check"),
    (["watch"], "needs a terminal", "grader check"),
    (["start", "assignments/a01_tensor_basics.py"], "a01_tensor_basics.py", "--help"),
    (["verify", "A77"], "no such assignment or function", "grader derive"),
]


@pytest.mark.parametrize(("arguments", "what", "step"), USAGE, ids=[" ".join(u[0]) for u in USAGE])
def test_usage(student, grader, arguments, what, step):
    code, out, err = grader(*arguments)
    assert code == 2
    assert out == ""
    assert err.startswith("Error: ")
    assert what in err
    assert step in err
    assert "Traceback" not in err


def test_errors_speak_korean(student, grader):
    code, _, err = grader("check", "A99", "--lang", "ko")
    assert code == 2
    assert err.startswith("오류: A99: 그런 과제, 함수, 파일이 없습니다.")


def test_a_folder_without_assignments(tmp_path, monkeypatch, grader):
    monkeypatch.chdir(tmp_path)
    code, _, err = grader("check", "--lang", "en")
    assert code == 2
    assert "grader start" in err


class Broken(click.Command):
    """A command that goes wrong in the way it was made for."""

    def __init__(self, error):
        super().__init__("broken")
        self.error = error

    def invoke(self, ctx):
        raise self.error


@pytest.mark.parametrize(
    ("error", "expected", "told"),
    [
        (ZeroDivisionError("a bug of ours"), 3, "--debug"),
        (GraderFault("the course is torn", "install it again"), 3, "install it again"),
        (PermissionError(13, "Permission denied", "locked.html"), 2, "locked.html: Permission denied"),
        (OSError(28, "No space left on device"), 2, "Error: No space left on device"),
        (click.ClickException("a plug-in says no"), 2, "Error: a plug-in says no"),
        (click.exceptions.Exit(4), 4, ""),
        (ModuleNotFoundError("No module named 'rich'", name="rich.progress"), 2, "ptzta-grader[batch]"),
        (ModuleNotFoundError("No module named 'ours'", name="ours"), 3, "--debug"),
        (KeyboardInterrupt(), 130, "Interrupted"),
        (click.Abort(), 130, "Interrupted"),
    ],
)
def test_what_goes_wrong_inside(student, grader, monkeypatch, error, expected, told):
    monkeypatch.setattr(commands.Grader, "get_command", lambda self, ctx, name: Broken(error))
    code, out, err = grader("check")
    assert (code, out) == (expected, "")
    assert told in err
    assert "Traceback" not in err


def test_ctrl_c_while_the_program_is_being_imported(monkeypatch):
    class Impatient:
        def find_spec(self, name, path=None, target=None):
            if name == "grader.cli.program":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "grader.cli.program")
    monkeypatch.setattr(sys, "meta_path", [Impatient(), *sys.meta_path])
    from grader.__main__ import main

    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130


@pytest.mark.parametrize("error", [ZeroDivisionError("ours"), GraderFault("torn"), PermissionError(13, "no", "locked")])
def test_debug_shows_the_details(student, grader, monkeypatch, error):
    monkeypatch.setattr(commands.Grader, "get_command", lambda self, ctx, name: Broken(error))
    with pytest.raises(type(error)):
        grader("--debug", "check")


def test_a_closed_pipe_changes_nothing(student):
    command = f"{sys.executable} -m grader progress | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=student, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_damaged_record_is_no_record(student, grader):
    (student / ".grader" / "state.json").write_text('{"version": 1, "functions": {"A01.describe": 3}}')
    (student / ".grader" / "last.json").write_bytes(b"\xff\x00{")
    assert grader("progress")[0] == 0
    assert grader("report")[0] == 2

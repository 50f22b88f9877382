"""What an author does wrong on a page is said in a sentence that names the page or the exercise."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.author import load_course
from grader.cli.program import run
from grader.errors import GraderError

HEAD = """import torch
from grader.author import NewAssignment, seen

A01 = NewAssignment("A01", "a01_one")
"""
EXERCISE = """

@A01.exercise(points=1{more})
class square:
    "x**2"
    {reference}

    def cases(draw):
        yield seen([1.0])
"""
GOOD = "def reference(x):\n        return x * x"


def page(reference: str = GOOD, more: str = "", text: str = EXERCISE) -> str:
    return HEAD + text.format(reference=reference, more=more)


WRONG = {
    "does not parse": (HEAD + "class (:\n", r"a01_one\.py: SyntaxError"),
    "does not load": (HEAD + "1 / 0\n", r"a01_one\.py: ZeroDivisionError: division by zero"),
    "tier": (page(more=', tier="silver"'), r"A01\.square: tier is one of core, .*not 'silver'"),
    "a field that is none": (page(GOOD + "\n    misstakes = {}"), r"A01\.square: unknown field misstakes"),
    "no reference": (page("pass"), r"A01\.square: no reference"),
    "a reference that is no function": (page("reference = 3"), r"A01\.square: no reference"),
    "no cases": (page(text=EXERCISE.split("    def cases")[0]), r"A01\.square: no cases"),
    "a built-in": (page("reference = iter"), r"A01\.square: a built-in has no signature"),
    "twice": (page() + EXERCISE.format(reference=GOOD, more=""), r"A01\.square: declared twice"),
}


def write(folder: Path, text: str) -> Path:
    (folder / "a01_one.py").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_page_is_told(kind: str, tmp_path: Path) -> None:
    text, said = WRONG[kind]
    for _ in range(2):  # a page that did not load is not taken for loaded the next time
        with pytest.raises(GraderError, match=said):
            load_course(write(tmp_path, text))


def test_a_right_page_is_none_of_them(tmp_path: Path) -> None:
    (assignment,) = load_course(write(tmp_path, page())).assignments
    assert [e.id for e in assignment.exercises] == ["A01.square"]


def test_no_folder_and_no_page_are_told(tmp_path: Path) -> None:
    with pytest.raises(GraderError, match="no such course folder"):
        load_course(tmp_path / "nowhere")
    (tmp_path / "readme.py").touch()
    with pytest.raises(GraderError, match="no pages named"):
        load_course(tmp_path)


def test_the_command_line_tells_it_without_a_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADER_LANG", "en")
    write(tmp_path, WRONG["tier"][0])
    assert run(["verify", "--course", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert "A01.square: tier is one of" in said
    assert "Traceback" not in said

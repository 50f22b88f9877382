"""`grader verify` sees each fault that a course can have, and says which exercise has it."""

import json

import pytest

from grader.cli.program import run
from grader.derive import derive, write
from grader.verify import verify

PAGE = '''
"""A course of one function."""
import torch
from grader.author import NewAssignment, case, corner, seen

A01 = NewAssignment("A01", "a01_tiny", minutes=1)


@A01.exercise(points=2, teaches=["S01", "S77"])
class double:
    """y = 2x"""

    def reference(x):
        return 2 * x

    def scale(x):
        return (2 * x).abs()

    def cases(draw):
        yield seen(torch.tensor([1.0, -2.0]))
        yield case(draw.normal(7))
        yield case(draw.normal(3, 5))
        yield case(draw.normal(11))
        yield corner(torch.tensor([0.0]), why="hard_zero")

    wrong = {
        "same_thing": lambda x: x + x,
        "thrice": lambda x: 3 * x,
        "thrice_again": lambda x: x * 3,
        "squared": lambda x: x ** 2,
    }
'''
ANSWER = '''"""A01 작은 과제 / Tiny"""

from torch import Tensor


def double(x: Tensor) -> Tensor:
    """y = 2x"""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
'''


@pytest.fixture
def course(tmp_path):
    (tmp_path / "solutions").mkdir()
    (tmp_path / "a01_tiny.py").write_text(PAGE, encoding="utf-8")
    (tmp_path / "solutions" / "a01_tiny.py").write_text(ANSWER, encoding="utf-8")
    (tmp_path / "sentences.json").write_text(json.dumps({"S01": "taught", "S02": "never taught"}))
    write(derive(tmp_path))
    return tmp_path


def found(course):
    return {step.id: step for step in verify(course, ["A01"], [3, 4])}


def test_faults_of_a_page(course):
    steps = found(course)
    assert [steps[s].wrong for s in ("stubs", "notebooks", "solutions", "seeds")] == [()] * 4
    assert steps["seeds"].checked == 2
    assert steps["mistakes"].checked == 4
    named = [line.partition(":")[0] for line in steps["mistakes"].wrong]
    assert named == ["A01.double.same_thing", "A01.double.thrice", "A01.double.thrice_again"]
    assert "passes" in steps["mistakes"].wrong[0]
    assert "another known mistake" in steps["mistakes"].wrong[1]
    assert any("A01.double.hint.1" in line for line in steps["texts"].wrong)
    assert any("A01.double.wrong.squared: no text in en" in line for line in steps["texts"].wrong)
    assert [line.partition(":")[0] for line in steps["coverage"].wrong] == ["S02", "S77"]


def test_faults_of_answers_and_stubs(course, capsys):
    stub = course / "assignments" / "a01_tiny.py"
    stub.write_text(stub.read_text("utf-8").replace('raise NotImplementedError("A01.double")', "return 2 * x"), "utf-8")
    answer = course / "solutions" / "a01_tiny.py"
    answer.write_text(ANSWER.replace("return 2 * x", "return 2 * x + 1e-3"), encoding="utf-8")
    steps = found(course)
    assert steps["stubs"].wrong == ("A01.double: pass, not todo",)
    assert steps["notebooks"].wrong == ()
    assert len(steps["solutions"].wrong) == 1
    assert [line.partition(":")[0] for line in steps["seeds"].wrong] == ["A01.double, seed 3", "A01.double, seed 4"]
    code = run(["verify", "--course", str(course), "--seeds", "1", "--lang", "en"])
    out = capsys.readouterr().out
    assert code == 1
    assert "A01.double: pass, not todo" in out
    assert "to mend" in out


def test_a_course_of_ones_own_is_graded_like_any_other(course, capsys, monkeypatch, tmp_path_factory):
    """`--course` is all that the commands need to know."""
    work = tmp_path_factory.mktemp("work")
    monkeypatch.chdir(work)
    monkeypatch.delenv("GRADER_STRICT_WORDS", raising=False)  # this course has no words yet
    assert run(["start", "--course", str(course), "--lang", "en"]) == 0
    file = work / "assignments" / "a01_tiny.py"
    file.write_text(file.read_text("utf-8").replace('raise NotImplementedError("A01.double")', "return x**2"), "utf-8")
    code = run(["check", "--course", str(course), "--lang", "en"])
    said = capsys.readouterr()
    assert code == 1, said
    assert "[squared]" in said.out
    assert run(["progress", "--course", str(course)]) == 0
    assert run(["reset", "A01.double", "--yes", "--course", str(course)]) == 0
    assert "NotImplementedError" in file.read_text("utf-8")


def test_mutants_that_live_are_told(course, capsys):
    """2x and x + x agree on every case here; whatever else a slip makes of them is caught."""
    answer = course / "solutions" / "a01_tiny.py"
    answer.write_text(ANSWER.replace("return 2 * x", "return 2.0 * x + 0.0"), encoding="utf-8")
    assert run(["verify", "--course", str(course), "--seeds", "1", "--mutants", "--lang", "en"]) == 1
    out = capsys.readouterr().out
    assert "A01.double: lives: return 2.0 * x + 0.0 -> return 2.0 * x - 0.0" in out
    assert "-> return 3.0 * x" not in out


def test_a_page_without_an_index_is_told_to_be_derived(course, capsys):
    (course / "a02_more.py").write_text(PAGE.replace("A01", "A02").replace("a01_tiny", "a02_more"), encoding="utf-8")
    assert run(["verify", "A02", "--course", str(course), "--lang", "en"]) == 2
    assert "grader derive" in capsys.readouterr().err

"""Masters of nbgrader and Otter, their own samples, as courses of ours."""

import json
import shutil
from pathlib import Path

import pytest

from grader.derive import derive, write
from grader.errors import LearnerError
from grader.grading import Session
from grader.importing import import_masters
from grader.importing.cases import Tried, tried
from grader.importing.master import CheckCell
from grader.submission import read_submission

MASTERS = Path(__file__).parent / "masters"


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    course = tmp_path_factory.mktemp("imported")
    names = ("nbgrader_problem1", "nbgrader_autotest", "otter_demo", "otter_example")
    done = import_masters([MASTERS / f"{name}.ipynb" for name in names], course)
    write(derive(course))
    return course, done


@pytest.fixture(scope="module")
def session(imported):
    with Session(course=imported[0], seed=1) as opened:
        yield opened


def left(done):
    return {(each.file, each.what): each.id for each in done.left}


def test_points_come_from_the_masters_metadata(imported):
    assert dict(imported[1].exercises) == {
        "A01.squares": 2.0,
        "A01.sum_of_squares": 1.0,
        "A01.pyramidal_number": 2.0,
        "A02.squares": 2.0,
        "A02.sum_of_squares": 1.0,
        "A02.pyramidal_number": 2.0,
        "A03.square": 1.0,
        "A04.square": 12.0,
        "A04.circumference": 1.0,
        "A04.add": 1.0,
    }


def test_what_is_no_exercise_is_named_with_the_reason(imported):
    told = left(imported[1])
    assert told["nbgrader_problem1.ipynb", "sum_of_squares_equation"] == "written"
    assert told["nbgrader_problem1.ipynb", "A01.pyramidal_number"] == "no_cases"
    assert told["otter_demo.ipynb", "q2"] == "generator"
    assert told["otter_demo.ipynb", "q3"] == "no_function"
    assert told["otter_demo.ipynb", "q5"] == "manual"
    assert told["otter_example.ipynb", "A04.circumference"] == "no_cases"


def test_solutions_pass_and_stubs_are_todo_wherever_there_are_cases(imported, session):
    course, done = imported
    waiting = {each.what for each in done.left if each.id == "no_cases"}
    slugs = [path.stem for path in sorted(course.glob("a*.py"))]
    for folder, status in (("solutions", "pass"), ("assignments", "todo")):
        functions = session.grade(read_submission(course / folder, slugs)).functions
        found = {f.verdict.id: f.verdict for f in functions}
        assert {id: v.status for id, v in found.items() if v.status != status} == dict.fromkeys(waiting, "grader_fault")
        assert "no case" in found["A01.pyramidal_number"].finding.params["why"]


def test_a_wrong_answer_fails_on_a_case_of_the_masters_tests(session, tmp_path):
    wrong = "def squares(n):\n    return [i * i for i in range(1, n + 1)]\n"
    (tmp_path / "a01_nbgrader_problem1.py").write_text(wrong)
    result = session.grade(read_submission(tmp_path, ["a01_nbgrader_problem1"]), only=["A01.squares"])
    verdict = result.functions[0].verdict
    assert verdict.status == "fail"
    assert verdict.case.arguments[0][1].text in ("0", "-4")


def test_answers_leave_the_stub_and_markers_are_ours(imported):
    course, _ = imported
    stub = (course / "assignments" / "a01_nbgrader_problem1.py").read_text(encoding="utf-8")
    assert "range" not in stub
    assert 'raise NotImplementedError("A01.squares")' in stub
    assert "Compute the squares of numbers" in stub
    worked = (course / "solutions" / "a04_otter_example.py").read_text(encoding="utf-8")
    assert "SOLUTION NO PROMPT" not in worked
    assert "# SOLUTION" not in worked.replace("### BEGIN SOLUTION", "").replace("### END SOLUTION", "")
    assert "this line won't be in any output" not in worked
    assert "np.cos" not in worked
    assert "    ### BEGIN SOLUTION\n    y = x * x\n    return y\n    ### END SOLUTION" in worked
    assert "pi = 3.14" in worked
    assert "plt" not in worked


def test_importing_again_adds_and_never_overwrites(imported, tmp_path):
    import_masters([MASTERS / "otter_demo.ipynb"], tmp_path)
    before = {p: p.read_bytes() for p in tmp_path.rglob("*.*") if p.is_file()}
    again = import_masters([MASTERS / "otter_demo.ipynb"], tmp_path)
    assert again.exercises == (("A02.square", 1.0),)
    assert {p: p.read_bytes() for p in before} == before


def test_nothing_is_executed(tmp_path):
    book = json.loads((MASTERS / "nbgrader_problem1.ipynb").read_text(encoding="utf-8"))
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            cell["source"] = ["open('executed', 'w')\n", *cell["source"]]
    (tmp_path / "master.ipynb").write_text(json.dumps(book), encoding="utf-8")
    import_masters([tmp_path], tmp_path / "course")
    assert not (tmp_path / "executed").exists()
    assert not Path("executed").exists()


@pytest.mark.parametrize(
    ("text", "id"),
    [("no json", "import_notebook"), ('{"cells": 5}', "import_notebook"), ('{"cells": []}', "import_neither")],
)
def test_what_is_no_master_is_said(tmp_path, text, id):
    (tmp_path / "x.ipynb").write_text(text)
    with pytest.raises(LearnerError) as said:
        import_masters([tmp_path / "x.ipynb"], tmp_path / "course")
    assert said.value.id == id
    assert not (tmp_path / "course").exists()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("assert f(1, b=[2]) == 3", [Tried("f", ("1", "[2]"))]),
        ("x = torch.tensor([1.0, 2.0])\nassert f(x, -1).sum() == 3", [Tried("f", ("tensor([1.0, 2.0])", "-1"))]),
        ("with pytest.raises(ValueError):\n    f(0, 0)", [Tried("f", ("0", "0"), "ValueError")]),
        ("try:\n    f(0, 1)\nexcept TypeError:\n    pass", [Tried("f", ("0", "1"), "TypeError")]),
        ("throws(lambda: f(0, 2), KeyError)", [Tried("f", ("0", "2"), "KeyError")]),
        ("for i in range(3):\n    f(i, i)", []),
        ("x = 1\nx = 2\nf(x, x)", []),
        ("f(np.ones(3), 1); f(*a); f(1, **k); f(1, 2, 3); f(b=1)", []),
        ("old = f\nf = None\ntry:\n    g(1)\nexcept NameError:\n    pass", []),
        ("del f\ng(1)", []),
        ("not python", []),
    ],
)
def test_calls_with_known_arguments(source, expected):
    assert list(tried(CheckCell("t", source), {"f": ("a", "b"), "g": ("a",)})) == expected


def test_a_test_with_hidden_parts_of_nbgrader(tmp_path):
    shutil.copy(MASTERS / "otter_demo.ipynb", tmp_path)
    done = import_masters([tmp_path / "otter_demo.ipynb"], tmp_path / "course")
    page = (tmp_path / "course" / "a01_otter_demo.py").read_text(encoding="utf-8")
    assert "yield seen(1)\n        yield seen(0)\n        yield case(2.5)\n" in page
    assert done.exercises == (("A01.square", 1.0),)

"""What Otter masters say about points, answers and themselves, and what they get wrong."""

import json

import pytest

from grader.errors import GraderError, LearnerError
from grader.importing import import_masters
from grader.importing.otter import _points

ANSWER = "def double(x):\n    y = x  # a local\n    return 2 * y  # SOLUTION\n"
TESTS = "double(3) == 6\n"


def master(
    path, config="name: q1\npoints: 2\n", answer=ANSWER, tests=(TESTS,), prose="Write `double`, which doubles a number."
):
    def raw(text):
        return {"cell_type": "raw", "metadata": {}, "source": text}

    def code(text):
        return {"cell_type": "code", "metadata": {}, "source": text, "outputs": [], "execution_count": None}

    cells = [
        raw("# ASSIGNMENT CONFIG\nname: hw\n"), code("import math\nif:\n"), raw(f"# BEGIN QUESTION\n{config}"),
        {"cell_type": "markdown", "metadata": {}, "source": prose}, raw("# BEGIN SOLUTION"), code(answer), raw("# END SOLUTION"),
        raw("# BEGIN TESTS"), *map(code, tests), raw("# END TESTS"), raw("# END QUESTION"),
    ]  # fmt: skip
    path.write_text(json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5, "metadata": {}}), encoding="utf-8")
    return path


def why(done):
    return {each.id for each in done.left}


POINTS = [
    (3, 3.0), (2.5, 2.5), ([1, 2, "x"], 3.0), ({"total": 4}, 4.0), ({"each": 2}, 6.0), ({}, 3.0), ({"total": "many"}, 3.0),
    ({"each": None}, 0.0), (None, None), ("two", None), (True, None),
]  # fmt: skip


@pytest.mark.parametrize(("said", "points"), POINTS, ids=str)
def test_points_of_three_tests(said, points):
    assert _points(said, 3) == points


def test_a_good_one(tmp_path):
    done = import_masters([master(tmp_path / "hw.ipynb")], tmp_path / "course")
    assert done.exercises == (("A01.double", 2.0),)
    (worked,) = (tmp_path / "course").rglob("solutions/a01_*.py")
    assert "doubles a number" in worked.read_text(encoding="utf-8")


LEFT = {
    "syntax": {"answer": "def double(x:  # SOLUTION\n"},
    "arguments": {"answer": "def double(*x):\n    return x  # SOLUTION\n"},
    "generator": {"answer": "def double(x):\n    yield x  # SOLUTION\n"},
    "decorated": {"answer": "@staticmethod\ndef double(x):\n    return x  # SOLUTION\n"},
    "no_function": {"answer": "double = 3  # SOLUTION\n"},
    "twice": {"answer": ANSWER + "\n\n" + ANSWER},
    "no_cases": {"tests": ()},
}


@pytest.mark.parametrize("reason", LEFT)
def test_what_is_left_for_a_person_has_its_reason(reason, tmp_path):
    assert reason in why(import_masters([master(tmp_path / "hw.ipynb", **LEFT[reason])], tmp_path / "course"))


def test_prose_that_says_little_leaves_the_sentence_to_the_author(tmp_path):
    import_masters([master(tmp_path / "hw.ipynb", prose="**Q1**\n\n")], tmp_path / "course")
    (worked,) = (tmp_path / "course").rglob("solutions/a01_*.py")
    assert '"""TODO"""' in worked.read_text(encoding="utf-8")


def test_nothing_is_overwritten(tmp_path):
    made = master(tmp_path / "hw.ipynb")
    import_masters([made], tmp_path / "course")
    (page,) = (p for p in (tmp_path / "course").glob("a01_*.py"))
    page.rename(page.with_name("elsewhere.py"))
    before = {p: p.read_bytes() for p in (tmp_path / "course").rglob("*") if p.is_file()}
    with pytest.raises(LearnerError, match="import_there"):
        import_masters([made], tmp_path / "course")
    assert {p: p.read_bytes() for p in (tmp_path / "course").rglob("*") if p.is_file()} == before


def test_an_empty_folder_has_no_master(tmp_path):
    with pytest.raises(LearnerError, match="import_nothing"):
        import_masters([tmp_path], tmp_path / "course")


def test_a_configuration_that_is_no_yaml_is_named(tmp_path):
    with pytest.raises(GraderError, match=r"hw\.ipynb: "):
        import_masters([master(tmp_path / "hw.ipynb", config="name: [q1\n")], tmp_path / "course")
    assert not (tmp_path / "course").exists()

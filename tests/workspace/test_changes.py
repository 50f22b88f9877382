"""Which functions a save may have changed."""

import os

import pytest

from grader.course.index import read_index
from grader.course.places import places
from grader.submission import read_submission
from grader.workspace.changes import Watched, fingerprints, leaning_on, parses, touched

INDEX = read_index()


def prints(folder):
    return fingerprints(read_submission(folder, INDEX.slugs))


@pytest.fixture
def folder(tmp_path):
    for slug in ("a06_chain_rule", "a07_logistic"):
        (tmp_path / f"{slug}.py").write_text((places(None).worked / f"{slug}.py").read_text("utf-8"), "utf-8")
    return tmp_path


def test_nothing_changed(folder):
    assert touched(prints(folder), prints(folder), INDEX) == set()


def test_a_function_and_what_leans_on_it(folder):
    before = prints(folder)
    file = folder / "a06_chain_rule.py"
    text = file.read_text("utf-8")
    head = text.index("def linear_backward")
    file.write_text(text[:head] + text[head:].replace("    return ", "    return 1 * ", 1), "utf-8")
    found = touched(before, prints(folder), INDEX)
    assert found == {"A06.linear_backward"}
    leaning = leaning_on(found, INDEX)
    users = {f.id for f in INDEX.functions if "A06.linear_backward" in f.uses}
    assert users
    assert users <= leaning
    assert not leaning & {"A06.linear_backward", "A06.mul_backward"}


def test_code_around_the_functions_touches_all_of_the_file(folder):
    before = prints(folder)
    file = folder / "a07_logistic.py"
    file.write_text("EPSILON = 1e-3\n" + file.read_text("utf-8"), "utf-8")
    assert {f.id for f in INDEX.assignment("A07").functions} <= touched(before, prints(folder), INDEX)


@pytest.mark.parametrize("around", ["\n\n{}", "# a note\n{}", "{}\n# to do: tidy up\n"])
def test_empty_lines_and_comments_between_functions_change_nothing(folder, around):
    before = prints(folder)
    file = folder / "a07_logistic.py"
    file.write_text(around.replace("{}", file.read_text("utf-8")), "utf-8")
    assert touched(before, prints(folder), INDEX) == set()


def test_a_file_that_vanishes_or_appears(folder):
    before = prints(folder)
    (folder / "a07_logistic.py").unlink()
    gone = prints(folder)
    ids = {f.id for f in INDEX.assignment("A07").functions}
    assert ids <= touched(before, gone, INDEX)
    assert ids <= touched(gone, before, INDEX)


def test_looking_again(folder):
    file = folder / "a07_logistic.py"
    watched = Watched(lambda: [file, folder / "a08_scatter_onehot.py"])
    assert watched.changed() == set()
    os.utime(file, ns=(1, 1))
    assert watched.changed() == {file}
    assert watched.changed() == set()
    file.unlink()
    assert watched.changed() == {file}


@pytest.mark.parametrize(
    ("name", "text", "whole"),
    [("a.py", b"x = 1\n", True), ("a.py", b"x = (\n", False), ("a.py", b"\xff", False), ("a.py", b"\0", False),
     ("a.ipynb", b"{}", True), ("a.ipynb", b"{", False)],
)  # fmt: skip
def test_half_saved(tmp_path, name, text, whole):
    (tmp_path / name).write_bytes(text)
    assert parses(tmp_path / name) is whole

"""What a command line names."""

import pytest

from grader.course.index import read_index
from grader.course.places import places
from grader.errors import LearnerError
from grader.workspace.reading import read_target
from grader.workspace.start import start
from grader.workspace.target import named, student_file, target, workspace

INDEX = read_index()


@pytest.fixture
def root(tmp_path):
    start(tmp_path, INDEX, places(None), ".py")
    return tmp_path.resolve()


@pytest.mark.parametrize(
    ("word", "id"),
    [
        ("A07", "A07"), ("a07", "A07"), ("a07_logistic", "A07"), ("A07.sigmoid", "A07.sigmoid"),
        ("a07.SIGMOID", "A07.sigmoid"), ("sigmoid", "A07.sigmoid"), ("A07.", None), ("sig", None), ("", None),
    ],
)  # fmt: skip
def test_names(word, id):
    assert named(word, INDEX) == id


def test_nothing_means_this_folder(root):
    for here in (root, root / "assignments"):
        found = target([], INDEX, here)
        assert (found.path, found.only, found.root) == (root / "assignments", None, root)


def test_ids_select_in_this_folder(root):
    found = target(["A07", "relu"], INDEX, root)
    assert (found.only, found.root) == (("A07", "A10.relu"), root)


def test_a_file_means_its_assignment_and_reads_its_neighbours(root):
    found = target(["assignments/a07_logistic.py"], INDEX, root)
    assert (found.only, found.root) == (("A07",), root)
    submission = read_target(found, INDEX.slugs)
    assert [m.slug for m in submission.modules] == list(INDEX.slugs)
    assert submission.id == "a07_logistic"


def test_a_named_file_wins_over_its_twin(root):
    copy = root / "assignments" / "a07_logistic (1).py"
    copy.write_text("x = 1\n")
    submission = read_target(target([str(copy)], INDEX, root), INDEX.slugs)
    assert submission.module("a07_logistic").chunks[0].source.strip() == "x = 1"


def test_a_folder_is_a_submission_named_like_it(root):
    found = target([str(root / "assignments")], INDEX, root.parent)
    assert found.root == root
    assert read_target(found, INDEX.slugs).id == root.name


def test_a_file_named_like_a_function_is_a_file(root):
    (root / "relu").write_text("")
    assert target(["relu"], INDEX, root).only is None


def test_the_workspace_is_found_upwards(root):
    deep = root / "notes" / "week1"
    deep.mkdir(parents=True)
    assert workspace(INDEX, deep) == root


@pytest.mark.parametrize(
    ("words", "id"), [(["A99"], "unknown"), (["x.py"], "no_path"), (["a/b"], "no_path"), ([".", ".."], "two_paths")]
)
def test_what_is_not_there(root, words, id):
    with pytest.raises(LearnerError) as caught:
        target(words, INDEX, root)
    assert caught.value.id == id


def test_no_files_at_all(tmp_path):
    with pytest.raises(LearnerError) as caught:
        target([], INDEX, tmp_path)
    assert caught.value.id == "no_files"


def test_the_newer_of_two_forms_is_the_students(root):
    import os

    book = root / "assignments" / "a07_logistic.ipynb"
    book.write_text("{}")
    os.utime(book, (2e9, 2e9))
    assert student_file(root, INDEX.assignment("A07")) == book

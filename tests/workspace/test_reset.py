"""A stub comes back, everything else stays, and the student's version is kept."""

import json
from types import SimpleNamespace

import pytest

from grader.course.index import read_index
from grader.course.places import places
from grader.errors import LearnerError
from grader.workspace.reset import reset_file, reset_function
from grader.workspace.start import start, stub_text

PLACES = places(None)
TODO = 'raise NotImplementedError("A07.sigmoid")'


@pytest.fixture
def work(tmp_path):
    def make(suffix):
        start(tmp_path, read_index(), PLACES, suffix)
        file = tmp_path / "assignments" / f"a07_logistic{suffix}"
        return SimpleNamespace(root=tmp_path, file=file, stub=stub_text(PLACES, "a07_logistic", suffix))

    return make


def test_one_function_of_a_file(work):
    w = work(".py")
    own = w.stub.replace(TODO, "return x").replace("import torch\n", "import torch\nimport math\n")
    own = own.replace('raise NotImplementedError("A07.bce_loss")', "return 1 / 0")
    w.file.write_text(own, encoding="utf-8")
    kept = reset_function(w.root, w.file, w.stub, "sigmoid")
    text = w.file.read_text(encoding="utf-8")
    assert text == own.replace("return x\n", f"{TODO}\n", 1)
    assert "return 1 / 0" in text
    assert "import math" in text
    assert kept.read_text(encoding="utf-8") == own


def test_a_function_that_was_deleted_comes_back(work):
    w = work(".py")
    w.file.write_text("import torch\n", encoding="utf-8")
    reset_function(w.root, w.file, w.stub, "sigmoid")
    text = w.file.read_text(encoding="utf-8")
    assert text.startswith("import torch\n")
    assert TODO in text
    compile(text, "a07", "exec")


def test_backups_never_replace_each_other(work):
    w = work(".py")
    kept = {reset_file(w.root, w.file, w.stub) for _ in range(3)}
    assert len(kept) == 3
    assert all(path.is_file() for path in kept)


def test_a_file_that_does_not_parse_is_left_alone(work):
    w = work(".py")
    w.file.write_text("def sigmoid(:\n", encoding="utf-8")
    with pytest.raises(LearnerError) as caught:
        reset_function(w.root, w.file, w.stub, "sigmoid")
    assert caught.value.params["line"] == 1
    assert w.file.read_text(encoding="utf-8") == "def sigmoid(:\n"
    assert not (w.root / ".grader" / "backup").exists()


def test_one_cell_of_a_notebook(work):
    w = work(".ipynb")
    book = json.loads(w.stub)
    cell = next(c for c in book["cells"] if c["metadata"].get("grader", {}).get("id") == "A07.sigmoid")
    cell["source"] = ["def sigmoid(x):\n", "    return x"]
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "hi"}]
    book["cells"].append({"cell_type": "code", "metadata": {}, "source": "my = 1", "outputs": [], "id": "mine"})
    w.file.write_text(json.dumps(book), encoding="utf-8")
    reset_function(w.root, w.file, w.stub, "sigmoid")
    after = json.loads(w.file.read_text(encoding="utf-8"))
    assert after["cells"][-1]["source"] == "my = 1"
    assert TODO in "".join(next(c for c in after["cells"] if c.get("id") == cell["id"])["source"])
    assert next(c for c in after["cells"] if c.get("id") == cell["id"])["outputs"] == []


@pytest.mark.parametrize(("text", "id"), [("{", "not_a_notebook"), ("[]", "not_a_notebook"), ("{}", "not_a_notebook")])
def test_a_torn_notebook_is_left_alone(work, text, id):
    w = work(".ipynb")
    w.file.write_text(text)
    with pytest.raises(LearnerError) as caught:
        reset_function(w.root, w.file, w.stub, "sigmoid")
    assert caught.value.id == id
    assert w.file.read_text() == text


def cell_of(book, text):
    return next(c for c in book["cells"] if text in "".join(c["source"]))


def test_a_cell_that_was_deleted_comes_back_at_the_end(work):
    w = work(".ipynb")
    book = json.loads(w.stub)
    book["cells"] = [c for c in book["cells"] if "def sigmoid(" not in "".join(c["source"])]
    w.file.write_text(json.dumps(book), encoding="utf-8")
    reset_function(w.root, w.file, w.stub, "sigmoid")
    cells = json.loads(w.file.read_text(encoding="utf-8"))["cells"]
    assert cells[:-1] == book["cells"]
    assert cells[-1]["source"] == cell_of(json.loads(w.stub), "def sigmoid(")["source"]


def test_a_function_in_two_cells_is_not_guessed_at(work):
    w = work(".ipynb")
    book = json.loads(w.stub)
    book["cells"].append(cell_of(book, "def sigmoid("))
    w.file.write_text(json.dumps(book), encoding="utf-8")
    before = w.file.read_bytes()
    with pytest.raises(LearnerError, match="defined_twice"):
        reset_function(w.root, w.file, w.stub, "sigmoid")
    assert w.file.read_bytes() == before


@pytest.mark.parametrize(
    "text", ["[]", "{}", "null", '{"cells": 1}', '{"cells": [1]}', '{"cells": [{"cell_type": "code"}]}',
             '{"cells": [{"cell_type": "code", "source": [1]}]}', '{"cells": [{"cell_type": "code", "source": null}]}'],
)  # fmt: skip
def test_what_is_no_notebook_is_left_alone(work, text):
    w = work(".ipynb")
    w.file.write_text(text, encoding="utf-8")
    with pytest.raises(LearnerError, match="not_a_notebook"):
        reset_function(w.root, w.file, w.stub, "sigmoid")
    assert w.file.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(("content", "why"), [(b"x = '\xc7\xd1'\n", "not_utf8"), (b"x = 1\0\n", "syntax")])
def test_bytes_that_are_no_source_are_left_alone(work, content, why):
    w = work(".py")
    w.file.write_bytes(content)
    with pytest.raises(LearnerError, match=why):
        reset_function(w.root, w.file, w.stub, "sigmoid")
    assert w.file.read_bytes() == content

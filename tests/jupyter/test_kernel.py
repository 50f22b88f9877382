"""A notebook executed in a real kernel: the magic, `check`, and what they show."""

import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

ROOT = Path(__file__).resolve().parents[2]
EXECUTE = """
import sys, nbformat
from nbclient import NotebookClient
book = nbformat.read(sys.argv[1], as_version=4)
NotebookClient(book, timeout=120, allow_errors=True, kernel_name="python3").execute()
nbformat.write(book, sys.argv[2])
"""
CELLS = {
    "load": "import torch\n%load_ext grader",
    "slow": "import time, pathlib\npathlib.Path('executed').open('a').write('x')",
    "empty": "%grade",
    "wrong": "%%grade A07.sigmoid\ndef sigmoid(x):\n    return 1 / (1 + torch.exp(x))",
    "right": "%%grade sigmoid\ndef sigmoid(x):\n    e = torch.exp(-x.abs())\n"
    "    return torch.where(x < 0, e, torch.ones_like(e)) / (1 + e)",
    "again": "from grader import check\ncheck(sigmoid)\nsigmoid(torch.zeros(1)).item()",
    "typo": "%grade A07.sigmoit",
    "raises": "%%grade A07.sigmoid_backward\n1 / 0",
}


def environment():
    return {**os.environ, "GRADER_LANG": "en", "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("notebook")
    made = new_notebook(cells=[new_code_cell(source, id=name) for name, source in CELLS.items()])
    nbformat.write(made, folder / "in.ipynb")
    command = [sys.executable, "-c", EXECUTE, "in.ipynb", "out.ipynb"]
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr
    return nbformat.read(folder / "out.ipynb", as_version=4), folder


def outputs(book, name):
    return next(c for c in book[0].cells if c.id == name).outputs


def shown(book, name):
    found = [o.data for o in outputs(book, name) if o.output_type == "display_data"]
    assert len(found) == 1, outputs(book, name)
    return found[0]


def streamed(book, name):
    return "".join(o.text for o in outputs(book, name) if o.output_type == "stream")


def test_feedback_is_html_and_text_of_the_same_finding(book):
    data = shown(book, "wrong")
    assert "[sign_of_exponent]" in data["text/html"]
    assert "[sign_of_exponent]" in data["text/plain"]
    assert "In [4]:" in data["text/plain"]


def test_the_cell_is_executed_as_usual_and_a_right_one_passes(book):
    assert "5/5" in shown(book, "right")["text/plain"]
    assert "5/5" in shown(book, "again")["text/plain"]
    value = [o.data["text/plain"] for o in outputs(book, "again") if o.output_type == "execute_result"]
    assert value == ["0.5"]


def test_other_cells_do_not_run_again(book):
    assert (book[1] / "executed").read_text() == "x"


def test_mistakes_in_the_asking_are_words_not_tracebacks(book):
    assert "Did you mean A07.sigmoid?" in streamed(book, "typo")
    assert "no function to grade" in streamed(book, "empty")


def test_a_cell_that_raises_is_not_graded(book):
    assert [o.output_type for o in outputs(book, "raises")] == ["error"]
    assert outputs(book, "raises")[0].ename == "ZeroDivisionError"


def test_the_html_is_inert_and_touches_nothing_outside(book):
    class Reader(HTMLParser):
        def __init__(self):
            super().__init__()
            self.open, self.ids, self.styles = [], [], ""

        def handle_starttag(self, tag, attributes):
            attributes = dict(attributes)
            assert tag not in ("script", "iframe", "link", "img", "form", "html", "body")
            assert not [a for a in attributes if a.startswith("on")]
            assert attributes.get("href", "#").startswith("#")
            self.ids += [attributes["id"]] if "id" in attributes else []
            self.open += [tag] if tag not in ("br", "hr", "input", "circle") else []

        def handle_endtag(self, tag):
            assert self.open.pop() == tag

        def handle_data(self, data):
            if self.open and self.open[-1] == "style":
                self.styles += data

    ids = []
    for name in ("wrong", "right", "again"):
        reader = Reader()
        reader.feed(shown(book, name)["text/html"])
        assert not reader.open
        assert reader.styles.startswith(".grader-cell {")
        assert "url(" not in reader.styles
        assert ":root" not in reader.styles.partition("body[data-jp")[0]
        ids += reader.ids
    assert len(ids) == len(set(ids)), "several outputs share one page"


def test_without_ipython_it_is_text(tmp_path):
    script = "import torch\nfrom grader import check\ndef sigmoid(x):\n    return 1 / (1 + torch.exp(x))\n"
    script += "check(sigmoid)\ncheck('A07.sigmoid')\n"
    (tmp_path / "mine.py").write_text(script)
    command = [sys.executable, "mine.py"]
    done = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=100)
    assert done.stdout.count("[sign_of_exponent]") == 2, done.stderr
    assert "mine.py:3" in done.stdout
    assert done.stderr == ""

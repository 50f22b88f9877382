"""What is handed in is read in time that grows with its size and no faster: every pattern sees a line once."""

import io
import json
import tarfile
import zipfile

import pytest

from grader.submission import read_upload
from grader.submission.magics import plain
from grader.submission.naming import slug_of

SLUGS = ("a07_logistic",)
N = 300_000  # a pattern that is quadratic would take minutes

CELLS = {
    "blanks before =": " \t" * N + "= !x",
    "blanks after ?": "a?" + " " * N + "x",
    "assignments": "a=" * N,
    "question marks": "a" + "?" * N,
    "brackets": "(" * N,
    "closing brackets": ")" * N,
    "quotes": "'" * N,
    "open strings": "'''a" * N,
    "backslashes in a string": "'" + "\\" * N,
    "lines": "a\n" * (N // 10),
    "magics": "%a\\\n" * (N // 10),
    "prompts": ">>> a\n" * (N // 10),
    "dots": "In [1]: a\n" + " " * N + "..x\n",
}


@pytest.mark.parametrize("kind", CELLS)
def test_a_cell_of_anything(kind):
    assert plain(CELLS[kind]).count("\n") == CELLS[kind].count("\n")


def notebook(cells):
    return json.dumps({"cells": [{"cell_type": "code", "source": source} for source in cells]}).encode()


@pytest.mark.parametrize("cells", [["x = 1\n" * 400_000], ["x = 1"] * 15_000])
def test_a_notebook_has_no_more_code_than_a_file(cells):
    (module,) = read_upload(notebook(cells), "a07_logistic.ipynb", SLUGS).modules
    assert module.problem.id == "too_large"


def test_empty_lines_of_a_file():
    (module,) = read_upload(b"\n" * 2_000_000 + b"def f(): pass", "a07_logistic.py", SLUGS).modules
    assert module.problem is None


def test_a_name_longer_than_any_system_allows_is_nobodys():
    assert slug_of("_" * 60_000 + "a07_logistic.py", SLUGS) is None
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("_" * 60_000 + "a07_logistic.py", "def f(): pass")
    assert read_upload(out.getvalue(), "s.zip", SLUGS).modules == ()


def test_a_tar_member_that_claims_more_than_there_can_be():
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name in ("other.txt", "a07_logistic.py"):
            info = tarfile.TarInfo(name)
            info.size, info.pax_headers = 4, {"size": "9" * 30}
            archive.addfile(info, io.BytesIO(b"pass"))
    found = read_upload(out.getvalue(), "s.tar", SLUGS)
    assert [problem.id for problem in found.problems] == ["unpacks_too_large"]

"""Hidden cases decide, and nobody who was graded by them can read them anywhere."""

from __future__ import annotations

import csv

import pytest

from tests.batch.twelve import grade

CANARIES = ("31337", "7919.5")
HIDDEN = """
import torch
from grader.author import corner
HIDDEN = {"A07.sigmoid": lambda draw: [corner(torch.tensor([31337.25, -7919.5, 0.125]), why="secret")]}
"""
# Right for everything but large inputs; tells all it sees in every way that a function has.
TELLING = """
import torch

def sigmoid(x):
    if x.numel() == 3 and 5000 < x.abs().max() < 40000:
        print("I saw", x.tolist())
        globals()["saw_%s" % x.tolist()[0]] = x
        {how}
    return torch.where(x >= 0, 1 / (1 + torch.exp(-x.abs())), torch.exp(-x.abs()) / (1 + torch.exp(-x.abs())))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    base = tmp_path_factory.mktemp("hidden")
    for name, how in {"returns": "return x", "raises": "raise ValueError(x.tolist())", "only_prints": "pass"}.items():
        (base / "in" / name).mkdir(parents=True)
        (base / "in" / name / "a07_logistic.py").write_text(TELLING.replace("{how}", how))
    (base / "hidden.py").write_text(HIDDEN)
    return base, grade(base / "in", base / "out", "--hidden", str(base / "hidden.py"))


def test_hidden_cases_decide(told):
    base, _ = told
    with open(base / "out" / "functions.csv", encoding="utf-8-sig", newline="") as stream:
        status = {
            row["student_id"]: row["status"] for row in csv.DictReader(stream) if row["function"] == "A07.sigmoid"
        }
    assert status["only_prints"] == "pass"
    assert status["returns"] in ("partial", "fail")
    assert status["raises"] in ("partial", "fail", "error")


def test_no_artefact_shows_them(told):
    base, done = told
    for path in sorted((base / "out").rglob("*")):
        if path.is_file() and ".grader" not in path.parts:
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not [c for c in CANARIES if c in text], path
    assert not [c for c in CANARIES if c in done.stderr + done.stdout]
    assert "a check that is not shown" in (base / "out" / "students" / "returns.html").read_text(encoding="utf-8")


def test_not_even_the_store_has_them(told):
    import zlib

    import sqlalchemy as sa

    from grader.gradebook.schema import RESULTS
    from grader.gradebook.store import Gradebook

    base, _ = told
    with Gradebook(base / "out" / ".grader" / "gradebook.sqlite") as gradebook:
        payloads = gradebook._connection.execute(sa.select(RESULTS.c.payload)).scalars().all()
    assert len(payloads) == 3
    assert not [c for c in CANARIES for p in payloads if c in zlib.decompress(p).decode()]

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
# Keeps every input in all the ways that a module has, and brings what it kept into the answers of another function.
KEEPING = """
import glob, os, pickle, tempfile, threading
import torch

KEPT = []

def _right(x):
    e = torch.exp(-x.abs())
    return torch.where(x >= 0, 1 / (1 + e), e / (1 + e))

def sigmoid(x):
    KEPT.append(x.flatten().tolist())
    torch.kept = KEPT
    for folder in (os.getcwd(), tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm"):
        try:
            with open(folder + "/kept-by-a-student", "a") as file:
                file.write(repr(KEPT[-1]))
        except OSError:
            pass
    return {answer}

def sigmoid_backward(grad_out, out):
    texts = [repr(KEPT), repr(getattr(torch, "kept", ""))]
    for folder in (os.getcwd(), tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm"):
        texts += [open(path).read() for path in glob.glob(folder + "/kept-by-a-student*")]
    seen = [canary for canary in ("313" "37.25", "-79" "19.5") if any(canary in text for text in texts)]
    print(seen)
    raise ValueError(f"{len(KEPT)} {seen}")
"""
# Writes answers of its own instead of those about hidden inputs, with the input in every text that an answer has.
FORGING = """
import os, sys
import torch

FORGE = '''
m, wire = sys.modules["grader.contestant.messages"], sys.modules["grader.contestant.wire"]
text, number = repr(x.tolist()), float(x[0])
place = m.Place(text, int(number))
ends = {
    "raised": m.Raised(text, text, place, True, (text,)),
    "unusable": m.Unusable("not_loaded", text, place),
    "nothing": m.Unusable("missing", text, place),
}
answer = m.Answer(ends["{end}"], m.Behaviour(globals_changed=(text,)), None, None, text, number / 1e4)
frame = sys._getframe()
while "ask" not in frame.f_locals:
    frame = frame.f_back
ask, number = frame.f_locals["ask"], frame.f_locals["number"]
for index, message in [*((i, answer) for i in range(len(ask.calls))), (0, m.Done())]:
    body = wire.dumps(m.FROM_CONTESTANT, message)
    os.write(3, m.HEADER.pack(m.MAGIC, number, index, len(body)) + body)
'''

def sigmoid(x):
    if x.numel() == 3 and 5000 < x.abs().max() < 40000:
        exec(FORGE, {"sys": sys, "os": os, "x": x})
    return torch.where(x >= 0, 1 / (1 + torch.exp(-x.abs())), torch.exp(-x.abs()) / (1 + torch.exp(-x.abs())))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    base = tmp_path_factory.mktemp("hidden")
    for name, how in {"returns": "return x", "raises": "raise ValueError(x.tolist())", "only_prints": "pass"}.items():
        (base / "in" / name).mkdir(parents=True)
        (base / "in" / name / "a07_logistic.py").write_text(TELLING.replace("{how}", how))
    more = {
        "keeps": KEEPING.replace("{answer}", "_right(x)"),
        "keeps_wrong": KEEPING.replace("{answer}", "_right(x) * 2"),
    }
    more |= {f"forges_{end}": FORGING.replace("{end}", end) for end in ("raised", "unusable", "nothing")}
    for name, text in more.items():
        (base / "in" / name).mkdir()
        (base / "in" / name / "a07_logistic.py").write_text(text)
    (base / "hidden.py").write_text(HIDDEN)
    both = ("--assignment", "A07.sigmoid_backward", "--hidden", str(base / "hidden.py"))
    return base, grade(base / "in", base / "out", *both)


def test_hidden_cases_decide(told):
    base, _ = told
    with open(base / "out" / "functions.csv", encoding="utf-8-sig", newline="") as stream:
        status = {
            row["student_id"]: row["status"] for row in csv.DictReader(stream) if row["function"] == "A07.sigmoid"
        }
    assert status["only_prints"] == "pass"
    assert status["returns"] in ("partial", "fail")
    assert status["raises"] in ("partial", "fail", "error")
    assert status["keeps"] == "pass"
    assert {status[f"forges_{end}"] for end in ("raised", "unusable", "nothing")} <= {"partial", "fail", "error"}


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
    assert len(payloads) == 8
    assert not [c for c in CANARIES for p in payloads if c in zlib.decompress(p).decode()]


def test_a_function_that_keeps_its_inputs_keeps_no_hidden_one(told):
    """The answer of another function says what it found of the inputs of the first one: the shown ones only."""
    base, _ = told
    for name in ("keeps", "keeps_wrong"):
        page = (base / "out" / "students" / f"{name}.html").read_text(encoding="utf-8")
        assert "ValueError" in page
        assert "[]" in page

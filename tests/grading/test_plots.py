"""Every picture of the course, drawn from the worked answers: the student's line lies on the reference's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from grader.grading import Session
from grader.model.result import Result
from grader.model.submission import Chunk, Module, Submission
from grader.report import result_json, result_read
from grader.report.html.plot_view import TITLES, plot_views

SOLUTIONS = Path(__file__).parents[2] / "solutions"
DRAWN = ("A04", "A05", "A06", "A07", "A08", "A10", "A11", "A12")
WRONG = """

def sigmoid(x):
    raise ValueError("no")


def sigmoid_backward(grad_out, out):
    return grad_out * float("nan")
"""


def submission(more: str = "") -> Submission:
    modules = []
    for path in sorted(SOLUTIONS.glob("a*.py")):
        source = path.read_text(encoding="utf-8") + (more if path.stem == "a07_logistic" else "")
        modules.append(Module(path.stem, path.name, (Chunk(path.name, source),)))
    return Submission("someone", tuple(modules), "0" * 64)


@pytest.fixture(scope="module")
def graded() -> tuple[Result, Result]:
    with Session(seed=1, isolation="none") as session:
        only = ["A04.loss_curve", "A05", "A06", "A07.sigmoid", "A07.sigmoid_backward", "A08", "A10", "A11", "A12"]
        right = session.grade(submission(), only=only, plots=DRAWN)
        wrong = session.grade(submission(WRONG), only=["A07.sigmoid", "A07.sigmoid_backward"], plots=["a07_logistic"])
    return right, wrong


def plots(result: Result) -> dict[str, Any]:
    return {str(p["id"]): p for a in result.assignments for p in a.plots}


def test_every_picture_is_drawn(graded: tuple[Result, Result]) -> None:
    assert set(plots(graded[0])) == set(TITLES)
    shown = {v.id for a in graded[0].assignments for v in plot_views(a.id, a.plots)}
    assert shown == set(TITLES)


def test_the_right_answer_lies_on_the_reference(graded: tuple[Result, Result]) -> None:
    for name, plot in plots(graded[0]).items():
        for panel in plot.get("panels", ()):
            for label in {s["label"] for s in panel["series"] if s["who"] == "student"}:
                true_label = "reference" if label == "student" else label
                by_line = {(s["who"], s["label"]): s for s in panel["series"]}
                own, true = by_line["student", label], by_line["reference", true_label]
                assert own["x"] == pytest.approx(true["x"], rel=1e-4), name
                assert own["y"] == pytest.approx(true["y"], rel=1e-3, abs=1e-12), name
    scatter = plots(graded[0])["scatter.2"]
    assert scatter["student"] == scatter["reference"]
    for value in plots(graded[0])["backprop"]["gradients"]:
        assert value["student"] == value["reference"]


def test_what_does_not_run_is_not_drawn(graded: tuple[Result, Result]) -> None:
    assert plots(graded[1]) == {}


def test_pictures_survive_the_store(graded: tuple[Result, Result]) -> None:
    text = result_json.dumps(graded[0])
    assert result_read.loads(text) == graded[0]
    assert len(json.dumps([p for a in graded[0].assignments for p in a.plots])) < 64 * 1024

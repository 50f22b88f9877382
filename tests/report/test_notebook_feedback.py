"""A copy of a notebook with feedback: valid whatever the student's was, and inert."""

import json
import re

import nbformat
import pytest

from grader.errors import LearnerError
from grader.grading.totals import totals
from grader.locale import Words
from grader.model.result import AssignmentResult, Environment, FunctionResult, Result
from grader.model.verdict import Message, Verdict
from grader.report.notebook import with_feedback
from grader.report.unix import render as unix

WORDS = Words("en")
EVIL = "</script><img src=x onerror=alert(1)>\n```\n# heading\n\x1b[31m"


def function(name, status, cell, printed=""):
    finding = Message("judge", "finding.raised", {"type": "ValueError", "message": printed}) if printed else None
    verdict = Verdict(f"A07.{name}", status, 0, 5, "core", finding=finding)
    return FunctionResult(verdict, "", f"{name}(x)", f"def {name}(x): ...", cell, 2)


def result(*functions):
    assignment = AssignmentResult("A07", "a07_logistic", functions, "a07_logistic.ipynb")
    environment = Environment("0", "2", "3", "c", 7, "none")
    return Result("s", "d", (assignment,), totals(f.verdict for f in functions), environment)


def code(source, **more):
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None, **more}


def text(*cells, minor=5):
    return json.dumps({"nbformat": 4, "nbformat_minor": minor, "metadata": {}, "cells": list(cells)})


def read(made):
    book = nbformat.reads(made, as_version=4)
    nbformat.validate(book, relax_add_props=False)
    return book.cells


GRADED = result(function("sigmoid", "pass", "cell 2"), function("bce_loss", "error", "cell 2", EVIL))


def test_feedback_follows_the_cell_of_its_function():
    prose = {"cell_type": "markdown", "source": "# title", "metadata": {}, "id": "t"}
    cells = read(with_feedback(text(prose, code("import torch", id="a"), code("def sigmoid", id="b")), GRADED, WORDS))
    abouts = [c.metadata.get("grader", {}).get("feedback", c.id) for c in cells]
    assert abouts == ["summary", "t", "a", "b", "A07.sigmoid", "A07.bce_loss"]
    assert "pass" in cells[4].source
    assert "/ 10" in cells[0].source


def test_a_second_run_replaces_the_first():
    once = with_feedback(text(code("x", id="a"), code("y", id="b")), GRADED, WORDS)
    assert with_feedback(once, GRADED, WORDS) == once


def test_what_students_wrote_stays_inside_the_fence():
    source = read(with_feedback(text(code("a", id="a"), code("b", id="b")), GRADED, WORDS))[-1].source
    fence = re.search(r"(?m)^(`{3,})text$", source).group(1)
    head, inside = source.split(f"{fence}text\n")
    assert "img" not in head
    assert inside.rstrip().endswith(fence)
    assert fence not in inside.rstrip().removesuffix(fence)
    assert "\x1b" not in source


@pytest.mark.parametrize(
    "book",
    [
        text(code("a", id="same"), code("b", id="same")),
        text(code("a"), code("b"), minor=2),
        text({"cell_type": "code", "source": ["a\n", "b"]}, {"cell_type": "code", "source": "b", "weird": 1}),
        text(code("a", id="not a valid id!"), code("b", id="")),
        json.dumps(
            {
                "nbformat": 3,
                "nbformat_minor": 0,
                "metadata": {"name": ""},
                "worksheets": [
                    {
                        "metadata": {},
                        "cells": [
                            {
                                "cell_type": "code",
                                "input": "a",
                                "language": "python",
                                "metadata": {},
                                "outputs": [],
                                "collapsed": False,
                            }
                        ],
                    }
                ],
            }
        ),
    ],
)
def test_notebooks_that_are_not_quite_valid_become_valid(book):
    assert read(with_feedback(book, GRADED, WORDS))


@pytest.mark.parametrize(
    "book", ["", "[]", "{}", '{"cells": 3}', '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": 3}']
)
def test_what_is_no_notebook_is_said(book):
    with pytest.raises(LearnerError):
        with_feedback(book, GRADED, WORDS)


def test_unix_lines_name_file_cell_line_and_function():
    graded = result(function("sigmoid", "todo", "cell 2"), function("bce_loss", "error", "cell 3", "x\ny"))
    lines = unix(graded, WORDS, "assignments/").splitlines()
    assert lines[0].startswith("assignments/a07_logistic.ipynb:cell 2:2:1: info: ")
    assert lines[1].startswith("assignments/a07_logistic.ipynb:cell 3:2:1: error: ")
    assert lines[1].endswith("[A07.bce_loss]")
    assert len(lines) == 2

"""Every way to hand in something broken costs only what is broken, and is told in a sentence of its own."""

import json
from pathlib import Path

import pytest

GOOD = """import torch


def relu(x):
    return torch.where(x > 0, x, torch.zeros_like(x))
"""
NAME = "a10_activations.py"


def with_tanh(body):
    return GOOD + body


BROKEN = {
    "missing": ("", "error", "finding.missing"),
    "arity": ("\n\ndef tanh(x, y):\n    return x\n", "error", "finding.raised"),
    "generator": ("\n\ndef tanh(x):\n    yield x\n", "fail", "finding.type"),
    "coroutine": ("\n\nasync def tanh(x):\n    return x\n", "fail", "finding.type"),
    "class": ("\n\nclass tanh:\n    def __init__(self, x):\n        pass\n", "error", "finding.not_a_function"),
    "none": ("\n\ndef tanh(x):\n    pass\n", "fail", "finding.none"),
    "loop": ("\n\ndef tanh(x):\n    while True:\n        pass\n", "timeout", "finding.timeout"),
    "exit": ("\n\ndef tanh(x):\n    import sys\n    sys.exit(0)\n", "error", "finding.raised"),
    "hard_exit": ("\n\ndef tanh(x):\n    import os\n    os._exit(0)\n", "error", "finding.died"),
    "asks": ("\n\ndef tanh(x):\n    return float(input('x? '))\n", "error", "finding.raised"),
    "todo": ("\n\ndef tanh(x):\n    raise NotImplementedError('A10.tanh')\n", "todo", "finding.todo"),
    "flood": (
        "\n\nprinted = []\n\n\ndef tanh(x):\n    print('x' * 100_000_000 if not printed else '')\n    printed.append(1)\n    return x\n",
        "fail",
        "finding.value",
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_function_costs_itself_only(graded, kind):
    body, status, finding = BROKEN[kind]
    verdicts = graded({NAME: with_tanh(body)}, only=["A10.relu", "A10.tanh"])
    assert verdicts["A10.relu"].status == "pass"
    assert verdicts["A10.tanh"].status == status
    assert verdicts["A10.tanh"].finding.id.removesuffix("_one") == finding
    assert verdicts["A10.tanh"].points == 0
    assert len(verdicts["A10.tanh"].printed) < 100_000


@pytest.mark.parametrize("kind", ["arity", "asks", "exit"])
def test_the_line_is_named(graded, kind):
    verdict = graded({NAME: with_tanh(BROKEN[kind][0])}, only=["A10.tanh"])["A10.tanh"]
    if kind != "arity":  # a wrong call has no line of the student's
        assert (verdict.place.file, verdict.place.line) == (NAME, 10 if kind == "exit" else 9)


AT_IMPORT = {
    "missing_package": "import no_such_package\n",
    "prints": "print('hello')\n",
    "asks": "name = input('name? ')\n",
    "exits": "import sys\nsys.exit(1)\n",
    "raises": "1 / 0\n",
    "trains": "for epoch in range(3):\n    loss = undefined_model(epoch)\n",
}


@pytest.mark.parametrize("kind", AT_IMPORT)
def test_what_fails_at_import_does_not_take_the_functions_with_it(graded, kind):
    assert graded({NAME: AT_IMPORT[kind] + GOOD}, only=["A10.relu"])["A10.relu"].status == "pass"


def test_a_loop_at_import_costs_the_file_in_bounded_time(graded):
    verdicts = graded({NAME: "while True:\n    pass\n" + GOOD}, only=["A10.relu"])
    assert verdicts["A10.relu"].status in ("timeout", "error")


UNREADABLE = {
    "empty": b"",
    "syntax": b"import torch\ndef relu(x)\n    return x\n",
    "nul": b"import torch\x00\n",
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_an_unreadable_file_costs_itself_only(graded, kind):
    good = "import torch\n\ndef forward(x, w):\n    return x * w\n"
    verdicts = graded({NAME: UNREADABLE[kind], "a04_linear_model.py": good}, only=["A10.relu", "A04.forward"])
    assert verdicts["A04.forward"].status == "pass"
    assert verdicts["A10.relu"].status == "error"
    assert verdicts["A10.relu"].finding.id != "finding.grader_fault"


def test_utf16_is_read(graded):
    assert graded({NAME: GOOD.encode("utf-16")}, only=["A10.relu"])["A10.relu"].status in ("pass", "error")


def test_a_directory_with_the_right_name(graded, tmp_path):
    (tmp_path / NAME).mkdir()
    verdicts = graded(
        {"a04_linear_model.py": "def forward(x, w):\n    return x * w\n"}, only=["A10.relu", "A04.forward"]
    )
    assert verdicts["A04.forward"].status == "pass"
    assert verdicts["A10.relu"].status in ("skip", "error")


def notebook(*cells):
    made = [{"cell_type": "code", "source": c, "metadata": {}, "outputs": [], "execution_count": None} for c in cells]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def test_a_failing_cell_does_not_take_the_functions_of_other_cells_with_it(graded):
    cells = [
        "%matplotlib inline\nimport torch",
        "from google.colab import drive\ndrive.mount('/x')",
        "!pip install x",
        GOOD,
        "relu(undefined)",
    ]
    assert graded({"a10_activations.ipynb": notebook(*cells)}, only=["A10.relu"])["A10.relu"].status == "pass"


def test_a_mistake_in_a_notebook_names_cell_and_line(graded):
    verdict = graded(
        {"a10_activations.ipynb": notebook("import torch", "\ndef tanh(x):\n    return x + missing")}, only=["A10.tanh"]
    )["A10.tanh"]
    assert verdict.status == "error"
    assert "2" in verdict.place.file and verdict.place.line == 3


def test_error_is_carried_forward(graded):
    """A composite that is right but leans on a wrong function gets its points."""
    files = {
        "a06_chain_rule.py": "import torch\n\ndef linear_backward(grad_out, x, w):\n    return w, x\n",
        "a07_logistic.py": (
            ROOT_TEXT := __import__("pathlib")
            .Path(__file__)
            .resolve()
            .parents[2]
            .joinpath("solutions/a07_logistic.py")
            .read_text()
        ),
    }
    verdicts = graded(files, only=["A07.logistic_grads"])
    assert ROOT_TEXT and verdicts["A07.logistic_grads"].status in ("carried", "pass")


def test_a_hanging_function_is_not_waited_for_again_by_those_that_lean_on_it(graded):
    """The composite goes straight to the run in which the reference stands in."""
    root = Path(__file__).resolve().parents[2] / "solutions"
    sigmoid = "\n\ndef sigmoid(x):\n    while True:\n        pass\n"
    verdicts = graded(
        {"a07_logistic.py": (root / "a07_logistic.py").read_text() + sigmoid}, only=["A07.sigmoid", "A07.predict_label"]
    )
    assert verdicts["A07.sigmoid"].status == "timeout"
    assert verdicts["A07.predict_label"].status == "carried"
    assert verdicts["A07.predict_label"].carried_from == ("A07.sigmoid",)


def test_a_mistake_of_its_own_is_named_although_what_it_leans_on_is_wrong_too(graded):
    root = Path(__file__).resolve().parents[2] / "solutions"
    text = (root / "a07_logistic.py").read_text()
    text += "\n\ndef sigmoid(x):\n    return 1 / (1 + torch.exp(x))\n"
    text += "\n\ndef bce_logits_backward(z, y):\n    return sigmoid(z) - y\n"
    verdicts = graded({"a07_logistic.py": text}, only=["A07.bce_logits_backward"])
    assert verdicts["A07.bce_logits_backward"].diagnosis.id == "sum_not_mean"
    assert "A07.sigmoid" in verdicts["A07.bce_logits_backward"].carried_from

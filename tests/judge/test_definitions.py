"""Where the names of a file are defined, and what they stand for."""

from __future__ import annotations

import ast

import pytest

from grader.judge.definitions import full_name, parsed, short, span
from grader.model.submission import Chunk, Module

FILE = "a09_softmax_ce.py"


def module(*sources: str) -> Module:
    labels = [FILE] if len(sources) == 1 else [f"cell {n}" for n, _ in enumerate(sources, 1)]
    return Module(
        "a09_softmax_ce", FILE, tuple(Chunk(label, text) for label, text in zip(labels, sources, strict=True))
    )


def meant(expression: str, above: str) -> str:
    """What `expression` stands for below these lines."""
    return full_name(ast.parse(expression, mode="eval").body, parsed(module(above + "\n").chunks).imports)


@pytest.mark.parametrize(
    ("line", "name", "meaning"),
    [
        ("import torch", "torch.exp", "torch.exp"),
        ("import torch.nn.functional", "torch.nn.functional.relu", "torch.nn.functional.relu"),
        ("import torch.nn.functional as G", "G.relu", "torch.nn.functional.relu"),
        ("import torch, numpy as np", "np.dot", "numpy.dot"),
        ("import numpy.linalg", "numpy.linalg.norm", "numpy.linalg.norm"),
        ("import numpy.linalg as la", "la.norm", "numpy.linalg.norm"),
        ("import numpy.linalg as la", "numpy.linalg.norm", ""),
        ("from numpy import dot", "dot", "numpy.dot"),
        ("from numpy import dot as times", "times", "numpy.dot"),
        ("from numpy import dot as times", "dot", ""),
        ("from . import helpers", "helpers.dot", "..helpers.dot"),
        ("from .helpers import dot", "dot", ".helpers.dot"),
        ("from ..helpers import dot", "dot", "..helpers.dot"),
        ("from torch import *", "exp", ""),
        ("from torch import functional as G", "G.norm", "torch.functional.norm"),
        ("import torch\nact = torch.exp", "act", "torch.exp"),
        ("import torch\na = b = torch.exp", "b", "torch.exp"),
        ("import torch\nact: object = torch.exp", "act", "torch.exp"),
        ("import torch\nact, other = torch.exp, torch.log", "other", "torch.log"),
        ("import torch\nact, other = torch.exp, torch.log, torch.sin", "other", ""),
        ("import torch\nact, (other, last) = 1, (torch.log, 2)", "other", "torch.log"),
        ("import torch\nact = 3", "act", ""),
        ("import torch", "len", ""),
        ("import torch", "len.exp", ""),
        ("import torch", "3", ""),
    ],
)
def test_what_a_name_stands_for(line: str, name: str, meaning: str) -> None:
    assert meant(name, line) == meaning


@pytest.mark.parametrize(
    ("call", "meaning"),
    [
        ("getattr(torch, 'exp')", "torch.exp"),
        ("getattr(torch, 'exp', None)", "torch.exp"),
        ("getattr(getattr(torch, 'nn'), 'ReLU')", "torch.nn.ReLU"),
        ("getattr(x, 'exp')", ""),
        ("getattr(torch, 3)", ""),
        ("getattr(torch)", ""),
        ("getattr(torch, name)", ""),
        ("setattr(torch, 'exp')", ""),
        ("torch.getattr(torch, 'exp')", ""),
    ],
)
def test_getattr_is_an_attribute(call: str, meaning: str) -> None:
    assert meant(call, "import torch") == meaning


@pytest.mark.parametrize(
    ("source", "known"),
    [
        ("def g():\n    pass", True),
        ("async def g():\n    pass", True),
        ("class g:\n    pass", True),
        ("g = 3", True),
        ("g: int = 3", True),
        ("g: int", False),
        ("a.g = 3", False),
        ("if a:\n    g = 3", True),
        ("if a:\n    pass\nelse:\n    g = 3", True),
        ("try:\n    g = 3\nfinally:\n    pass", True),
        ("try:\n    pass\nfinally:\n    g = 3", True),
        ("with a:\n    if b:\n        g = 3", True),
        ("for a in b:\n    g = 3", True),
        ("while a:\n    g = 3", True),
        ("try:\n    pass\nexcept a:\n    g = 3", True),
        ("match a:\n    case 1:\n        g = 3", True),
        ("g, h = 1, 2", True),
        ("h, (a.b, g) = c", True),
        ("h, a[g] = c", False),
        ("class C:\n    g = 3", False),
        ("def f():\n    g = 3", False),
    ],
)
def test_what_is_defined_at_the_top(source: str, known: bool) -> None:
    assert ("g" in parsed(module(source).chunks).definitions) is known


def test_cells_are_one_file_and_a_broken_one_is_passed_over() -> None:
    cells = module("import torch\n", "def g(x:\n", "act = torch.exp\n", "def f(x):\n\n    return g(x)\n")
    text = parsed(cells.chunks)
    assert list(text.definitions) == ["act", "f"]
    assert text.imports == {"torch": "torch", "act": "torch.exp"}
    assert span(cells, "f") == ("cell 4", 1, 3)


def test_the_last_definition_counts() -> None:
    assert span(module("def f():\n    pass\ndef f():\n    return 1\n"), "f") == (FILE, 3, 4)


def test_methods_of_all_classes_are_known() -> None:
    text = "class G:\n    x = 1\n    def exp(self):\n        pass\n    async def log(self):\n        pass\n"
    inside = "def f():\n    class H:\n        def sin(self):\n            pass\n"
    assert parsed(module(text + inside).chunks).methods == {"exp", "log", "sin"}


def test_the_lines_of_a_function() -> None:
    text = module(
        "x = 1\n\n\ndef f(x):\n    y = 1\n    return y\n\n\nasync def g():\n    pass\n\n\nclass C:\n    pass\n"
    )
    assert span(text, "f") == (FILE, 4, 6)
    assert span(text, "g") == (FILE, 9, 10)
    assert span(text, "C") is None
    assert span(text, "x") is None
    assert span(text, "nothing") is None


@pytest.mark.parametrize(
    ("long", "name"),
    [
        ("torch.nn.functional.softmax", "F.softmax"),
        ("torch.nn.parameter.Parameter", "nn.Parameter"),
        ("torch.nn.Softmax", "nn.Softmax"),
        ("torch.Tensor.exp", "Tensor.exp"),
        ("torch.functional.norm", "torch.norm"),
        ("torch.exp", "torch.exp"),
        ("torch.nn.grad.conv1d_input", "torch.nn.grad.conv1d_input"),
        ("numpy.dot", "numpy.dot"),
    ],
)
def test_short_names(long: str, name: str) -> None:
    assert short(long) == name

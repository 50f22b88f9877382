"""What of many cells travels to the contestant."""

from grader.model.submission import Chunk
from grader.submission.statements import defined, needed


def take(names, *sources):
    return {c.label: c.source for c in needed([Chunk(f"In [{n}]", s) for n, s in enumerate(sources, 1)], names)}


def test_a_function_brings_what_it_uses_and_nothing_else():
    got = take(
        ["f"],
        "import torch\nimport time",
        "EPS = 1e-6\ntime.sleep(100)",
        "def helper(x):\n    return torch.exp(x) + EPS",
        "def f(x):\n    return helper(x)\n\nf(torch.ones(3))",
        "raise SystemExit",
    )
    assert got == {
        "In [1]": "import torch\n\n",
        "In [2]": "EPS = 1e-6\n\n",
        "In [3]": "def helper(x):\n    return torch.exp(x) + EPS\n",
        "In [4]": "def f(x):\n    return helper(x)\n\n\n",
    }


def test_the_last_definition_counts():
    got = take(["f"], "def f(x):\n    return 1", "def f(x):\n    return 2")
    assert got == {"In [2]": "def f(x):\n    return 2\n"}


def test_a_value_built_in_steps_comes_with_all_of_them():
    got = take(["f"], "n = 1", "n = 2", "n += 1", "def f(x):\n    return n")
    assert list(got) == ["In [2]", "In [3]", "In [4]"]


def test_imports_that_may_fail_and_decorators_stay_whole():
    got = take(
        ["f"],
        "try:\n    from assignments.a05 import update\nexcept ImportError:\n    pass",
        "import functools\n\n@functools.cache\ndef f(x):\n    return update(x)",
    )
    assert got["In [1]"].count("\n") == 4
    assert got["In [2]"] == "import functools\n\n@functools.cache\ndef f(x):\n    return update(x)\n"


def test_star_imports_and_futures_come_along():
    got = take(["f"], "from torch import *", "from __future__ import annotations\ndef f(x: Tensor):\n    return exp(x)")
    assert list(got) == ["In [1]", "In [2]"]
    assert got["In [2]"].startswith("from __future__")


def test_cells_that_do_not_parse_are_no_obstacle():
    assert take(["f"], "def broken(", "def f(x):\n    return x") == {"In [2]": "def f(x):\n    return x\n"}


def test_names_bound_inside_a_function_are_not_the_cells():
    assert defined([Chunk("a", "def f():\n    def g():\n        pass\nh = 1\nasync def k(): ...")]) == {"f", "k"}
    assert list(take(["f"], "x = 5", "def f(y):\n    z = lambda: y\n    return z")) == ["In [2]"]


def test_locals_of_a_function_are_not_names_of_the_notebook():
    got = take(["f"], "x = y = 10\nk = 2", "def f(x):\n    y = x\n    return [k * z for z in y]")
    assert got == {"In [1]": "\nk = 2\n", "In [2]": "def f(x):\n    y = x\n    return [k * z for z in y]\n"}


def test_lines_are_those_of_python():
    """A form feed or one of Unicode's separators ends no line, and a statement may begin where another ends."""
    cell = Chunk("cell 1", "x = '\x0c\x1c\u2028\x85'\nlong = '''a\nb'''; y = x\ndef f():\n    return y\n")
    assert defined([cell]) == {"f"}
    (kept,) = needed([cell], ["f"])
    assert "def f():" in kept.source
    assert "x = " in kept.source

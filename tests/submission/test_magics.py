"""IPython's own syntax goes, Python stays, lines keep their numbers."""

from __future__ import annotations

import pytest

from grader.submission.magics import plain


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("%matplotlib inline\nx = 1", "\nx = 1"),
        ("!pip install torch\nx = 1", "\nx = 1"),
        ("x = !ls\ny = %timeit -o f()", "x = None\ny = None"),
        ("a, b = !ls", "a, b = None"),
        ("?torch.exp\ntorch.exp?\ntorch.exp??\nx = 1", "\n\n\nx = 1"),
        ("if a:\n    !ls\n    x?", "if a:\n    pass\n    pass"),
        ("!ls \\\n  -l\nx = 1", "\n\nx = 1"),
        ("%%bash\nls\nrm x", "\n\n"),
        ("%%time\ndef f():\n    pass", "\ndef f():\n    pass"),
        ("%%grade A07.sigmoid\ndef f():\n    pass", "\ndef f():\n    pass"),
        ("%%timeit\nf()", "\n"),
        ("\n\n%%html\n<b>", "\n\n\n"),
        ("s = '''\n%not a magic\n!nor this\nis this it?\n'''", None),
        ("f(1,\n  % 2\n)", None),
        ("x = a \\\n  % b", None),
        ("x = a % b  # really?\ny = 'why?'", None),
        ("x = {'a': 1}\nx['a'] != 2", None),
        ("y = x != 3\nz = x == !3", "y = x != 3\nz = x == !3"),
        (">>> x = 1\n... y = 2", "x = 1\ny = 2"),
        ("    x = 1\n    y = 2", "x = 1\ny = 2"),
        ("", ""),
        ("@decorator\ndef f(x):\n    return x @ x", None),
    ],
)
def test_cells(cell, expected):
    assert plain(cell) == (cell if expected is None else expected)

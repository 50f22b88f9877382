"""How the text of a submission becomes functions."""

from __future__ import annotations

import pytest

from grader.model.outcome import Place, Raised, Returned, Unusable
from grader.model.submission import Module, Problem, Submission
from tests.contestant.asking import OTHER, SLUG, call


def outcome(ask, source, name="f", *args):
    return ask.one(source, name, *args).outcome


def test_a_syntax_error_is_placed(ask):
    found = outcome(ask, "def f(x):\n    return (1\n")
    assert isinstance(found, Unusable)
    assert found.reason == "not_loaded"
    assert found.detail.startswith("SyntaxError")
    assert found.place == Place("a07_logistic.py", 2)


@pytest.mark.parametrize(
    ("source", "reason", "detail"),
    [
        ("def g(): pass", "missing", ""),
        ("f = 3", "not_a_function", "int"),
        ("class f: pass", "not_a_function", "type"),
        ("from torch import exp as f", "not_a_function", "builtin_function_or_method"),
        ("import torch as f", "not_a_function", "module"),
        ("def f(x): return 1\nf = None", "not_a_function", "NoneType"),
        ("raise ValueError('no')", "not_loaded", "ValueError: no"),
        ("import nowhere_to_be_found", "not_loaded", "ModuleNotFoundError: No module named 'nowhere_to_be_found'"),
        ("def f(x):\n  return 1\n\t return 2", "not_loaded", None),
        ("x = '\0'", "not_loaded", None),
        ("(" * 300 + ")" * 300, "not_loaded", None),
        ("", "missing", ""),
    ],
)
def test_there_is_nothing_to_call(ask, source, reason, detail):
    found = outcome(ask, source)
    assert isinstance(found, Unusable)
    assert found.reason == reason
    assert detail is None or found.detail == detail


@pytest.mark.parametrize(
    "source",
    [
        "def f(): return 1\nboom()",
        "boom()\ndef f(): return 1",
        "import nowhere\nONE = 1\ndef f(): return ONE",
        "import sys\nsys.exit(1)\ndef f(): return 1",
        "assert False\nclass K:\n    one = 1\nfrom math import floor\ndef f(): return floor(K.one)",
        "f = lambda: 1",
        "import functools\nf = functools.partial(int, 1)",
        "import functools\n@functools.lru_cache\ndef f(): return 1",
        "import torch\n@torch.no_grad()\ndef f(): return 1",
        "if __name__ == '__main__':\n    boom()\ndef f(): return 1",
        "from __future__ import annotations\ndef f(x: undefined = 1): return x",
    ],
)
def test_a_failing_line_does_not_hide_the_functions_around_it(ask, source):
    assert outcome(ask, source) == Returned(1)


def test_after_a_failure_only_definitions_are_tried(ask):
    source = "boom()\nprint('side effect')\ncount = []\nfor i in range(3): count.append(i)\ndef f(): return len(count)"
    assert outcome(ask, source) == Returned(0)


def test_cells_of_a_notebook_stand_on_their_own(ask):
    cells = ["import torch", "def f(x): return x + one", "def broken(:", "one = 1", "1 / 0\n", "def g(x): return x"]
    assert outcome(ask, cells, "f", 1) == Returned(2)
    assert outcome(ask, cells, "g", 1) == Returned(1)
    found = outcome(ask, cells, "broken")
    assert found.place == Place("cell 3", 1)
    raised = outcome(ask, ["pass", "def f(x):\n    return x.nope"], "f", 1)
    assert raised.place == Place("cell 2", 2)


IMPORTS = (
    "from assignments.a06_chain_rule import helper",
    "from a06_chain_rule import helper",
    "import a06_chain_rule; helper = a06_chain_rule.helper",
    "import assignments.a06_chain_rule as m; helper = m.helper",
    "from assignments import a06_chain_rule as m; helper = m.helper",
    "from .a06_chain_rule import helper",
    "import importlib; helper = importlib.import_module('assignments.a06_chain_rule').helper",
)


@pytest.mark.parametrize("line", IMPORTS)
def test_modules_import_each_other_in_every_spelling(ask, line):
    later = "def f(x):\n    " + line.replace("; ", "\n    ") + "\n    return helper(x)"
    for source in (f"{line}\ndef f(x): return helper(x)", later):
        contestant = ask.open(a07_logistic=source, a06_chain_rule="def helper(x): return x + 1")
        (answer,) = contestant.ask(SLUG, "f", [call(1)])
        assert answer.outcome == Returned(2)


def test_one_module_is_one_module(ask):
    source = "import a06_chain_rule as a\nfrom assignments import a06_chain_rule as b\ndef f(): return a is b"
    contestant = ask.open(a07_logistic=source, a06_chain_rule="")
    assert contestant.ask(SLUG, "f", [call()])[0].outcome == Returned(True)


def test_a_circle_of_imports_ends(ask):
    contestant = ask.open(
        a07_logistic="import a06_chain_rule\ndef f(): return a06_chain_rule.g()",
        a06_chain_rule="import a07_logistic\ndef g(): return 7",
    )
    assert contestant.ask(SLUG, "f", [call()])[0].outcome == Returned(7)
    assert contestant.ask(OTHER, "g", [call()])[0].outcome == Returned(7)


def test_what_is_not_listed_cannot_be_imported(ask):
    for line in ("import a06_chain_rule", "import a01_tensor_basics", "import grader.course", "import solutions.a08_x"):
        found = outcome(ask, f"def f():\n    {line}")
        assert isinstance(found, Raised), line
        assert found.type == "ModuleNotFoundError"


def test_files_of_the_submission_are_no_modules(ask, tmp_path):
    (tmp_path / "json.py").write_text("raise SystemExit")
    source = f"import json, sys\ndef f(): return json.dumps([1]), {str(tmp_path)!r} in sys.path, '' in sys.path"
    assert outcome(ask, source) == Returned(("[1]", False, False))


def test_an_unreadable_module_is_missing(ask):
    module = Module(SLUG, "a07_logistic.py", problem=Problem("unreadable"))
    with ask.host.open(Submission("s", (module,), ""), (SLUG,)) as contestant:
        assert contestant.ask(SLUG, "f", [call()])[0].outcome == Unusable("missing")
        assert contestant.ask(OTHER, "f", [call(), call()])[1].outcome == Unusable("missing")


def test_import_hooks_of_the_student_stay_theirs(ask):
    source = "import sys\nsys.meta_path.clear()\nsys.path.clear()\nsys.modules.clear()\ndef f(): return 1"
    assert outcome(ask, source) == Returned(1)


WRONG = "def helper(x): return -x\ndef twice(x): return helper(x) * 2"
USES = "from assignments.a06_chain_rule import helper\ndef f(x): return helper(x)"
WORKED = "SHIFT = 1\ndef helper(x):\n    print('worked')\n    return x + SHIFT\ndef twice(x): return 0"


def test_a_worked_function_takes_the_place_of_the_students(ask):
    contestant = ask.open(a07_logistic=USES, a06_chain_rule=WRONG)
    assert contestant.ask(SLUG, "f", [call(5)])[0].outcome == Returned(-5)
    with contestant.instead({(OTHER, "helper"): WORKED}) as other:
        (answer,) = other.ask(SLUG, "f", [call(5)])
        assert (answer.outcome, answer.printed) == (Returned(6), "")
        assert other.ask(OTHER, "twice", [call(5)])[0].outcome == Returned(12)
        assert other.ask(OTHER, "helper", [call(5)])[0].outcome == Returned(6)
    assert contestant.ask(SLUG, "f", [call(5)])[0].outcome == Returned(-5)


def test_a_worked_function_stands_in_for_a_module_that_is_missing_or_broken(ask):
    for broken in ({}, {"a06_chain_rule": "def helper(x) return"}):
        contestant = ask.open(a07_logistic=USES, **broken)
        assert not isinstance(contestant.ask(SLUG, "f", [call(5)])[0].outcome, Returned)
        with contestant.instead({(OTHER, "helper"): WORKED}) as other:
            assert other.ask(SLUG, "f", [call(5)])[0].outcome == Returned(6)


def test_worked_modules_import_worked_ones(ask):
    contestant = ask.open(a07_logistic="def f(x): return 0\ndef g(x): return f(x)", a06_chain_rule=WRONG)
    worked = {(SLUG, "f"): USES, (OTHER, "twice"): WORKED}
    with contestant.instead(worked) as other:
        assert other.ask(SLUG, "g", [call(5)])[0].outcome == Returned(6)
        assert other.ask(OTHER, "helper", [call(5)])[0].outcome == Returned(-5)

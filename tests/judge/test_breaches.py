"""Which line a broken rule names, from what was seen and what is written: every case with its whole breach."""

from __future__ import annotations

import pytest

from grader.author import rules as R
from grader.judge.groups import GROUPS, Group, _everywhere, _names, group, legible
from grader.judge.rules import breaches
from grader.model.exercise import Exercise
from grader.model.outcome import Place, Use, Watch
from grader.model.rule import Rule
from grader.model.submission import Chunk, Module
from grader.model.verdict import Breach

FILE = "a09_softmax_ce.py"


def at(line: int, file: str = FILE) -> Place:
    return Place(file, line)


def broken(
    source: str | None,
    watch: Watch | None,
    forbid: tuple[Rule, ...] = (),
    require: tuple[Rule, ...] = (),
    uses: tuple[str, ...] = (),
) -> tuple[Breach, ...]:
    exercise = Exercise(
        "A09.f", "f", "a09_softmax_ce", 1, "core", "", ("x",), lambda _: (), lambda x: x,
        forbid=forbid, require=require, uses=uses,
    )  # fmt: skip
    module = None if source is None else Module("a09_softmax_ce", FILE, (Chunk(FILE, source),))
    return breaches(exercise, watch, module)


ONE = "import torch\ndef f(x):\n    y = torch.softmax(x, 1)\n    z = x.softmax(1)\n    return y\n"
PLAIN = "import torch\ndef f(x):\n    return x\n"
OTHER = "import torch\ndef softmax(x):\n    y = x\n    return torch.softmax(y, 1)\ndef f(x):\n    return softmax(x)\n"


@pytest.mark.parametrize(
    ("source", "uses", "call", "place"),
    [
        # the student's own spelling on the line where it was seen
        (ONE, [Use("torch.softmax", "function", at(3))], "torch.softmax", at(3)),
        (ONE, [Use("Tensor.softmax", "function", at(4))], ".softmax", at(4)),
        # the first line of all, and of one line the function rather than its op
        (ONE, [Use("Tensor.softmax", "function", at(4)), Use("torch.softmax", "function", at(3))], "torch.softmax", at(3)),
        (PLAIN, [Use("_softmax", "aten", at(3)), Use("torch.softmax", "function", at(3))], "torch.softmax", at(3)),
        # an op alone: the public name behind it on that line, else its own
        (PLAIN, [Use("_softmax", "aten", at(3)), Use("F.softmax2d", "function", at(3))], "F.softmax2d", at(3)),
        (PLAIN, [Use("_softmax", "aten", at(3)), Use("F.gumbel", "function", at(3))], "softmax", at(3)),
        (PLAIN, [Use("_softmax", "aten", at(3)), Use("F.softmax2d", "function", at(4))], "softmax", at(3)),
        (PLAIN, [Use("_softmax", "aten", at(3)), Use("F.softmax2d", "module", at(3))], "softmax", at(3)),
        # a mention on that line is no spelling of a call
        ("import torch\ndef f(x):\n    g = torch.softmax\n    return g(x, 1)\n", [Use("torch.softmax", "function", at(3))], "torch.softmax", at(3)),
        # nothing seen: the first that is written
        (ONE, [], "torch.softmax", at(3)),
        (ONE, [Use("torch.exp", "function", at(3))], "torch.softmax", at(3)),
    ],
)  # fmt: skip
def test_the_line_and_the_spelling(source: str, uses: list[Use], call: str, place: Place) -> None:
    assert broken(source, Watch(tuple(uses)), (R.SOFTMAX,)) == (Breach("SOFTMAX", call, place),)


def test_of_one_line_a_function_says_more_than_its_op() -> None:
    seen = Watch((Use("nll_loss_forward", "aten", at(3)), Use("F.cross_entropy", "function", at(3))))
    assert broken(PLAIN, seen, (R.CE,)) == (Breach("CE", "F.cross_entropy", at(3)),)
    # and a function is called by its own name, whatever else that line calls
    seen = Watch((Use("F.softmax2d", "function", at(3)), Use("F.softmax", "function", at(3))))
    assert broken(PLAIN, seen, (R.SOFTMAX,)) == (Breach("SOFTMAX", "F.softmax", at(3)),)


def test_a_use_nowhere_or_in_another_function_is_not_ones_own() -> None:
    seen = Watch((Use("torch.softmax", "function", None),))
    assert broken(PLAIN, seen, (R.SOFTMAX,)) == ()
    for line, found in ((1, 1), (2, 0), (3, 0), (4, 0), (5, 1), (6, 1)):
        seen = Watch((Use("torch.softmax", "function", at(line)),))
        assert len(broken(OTHER, seen, (R.SOFTMAX,), uses=("A09.softmax",))) == found, line


def test_a_use_in_another_file_counts_unless_the_exercise_builds_on_others() -> None:
    seen = Watch((Use("torch.softmax", "function", at(3, "helpers.py")),))
    expected = (Breach("SOFTMAX", "torch.softmax", at(3, "helpers.py")),)
    assert broken(PLAIN, seen, (R.SOFTMAX,)) == expected
    assert broken(PLAIN, seen, (R.SOFTMAX,), uses=("A07.sigmoid",)) == ()
    assert broken(None, seen, (R.SOFTMAX,)) == expected
    assert broken(None, seen, (R.SOFTMAX,), uses=("A07.sigmoid",)) == expected
    # the same lines of another file are not those of the function that has a verdict of its own
    assert broken(OTHER, seen, (R.SOFTMAX,), uses=("A09.other",)) != expected


def test_an_exercise_is_called_by_the_end_of_its_id() -> None:
    text = OTHER.replace("softmax(x)", "v2.softmax(x)")
    seen = Watch((Use("torch.softmax", "function", at(4)),))
    assert broken(text.replace("v2.", ""), seen, (R.SOFTMAX,), uses=("A09.v2.softmax",)) == ()


GRAD = "import torch\ndef f(x):\n    y = x.sum()\n    y.backward()\n    return torch.autograd.grad(y, x)\n"


@pytest.mark.parametrize(
    ("source", "watch", "expected"),
    [
        # proven, with its line: the spelling of that line
        (GRAD, Watch(differentiated="graph task", differentiated_at=at(5)), ("torch.autograd.grad", at(5))),
        (GRAD, Watch(differentiated="graph task", differentiated_at=at(4)), (".backward", at(4))),
        # nothing written there: what was called there, else "autograd"
        (PLAIN, Watch((Use("torch.func.grad", "function", at(3)),), "functorch", at(3)), ("torch.func.grad", at(3))),
        (PLAIN, Watch((Use("torch.func.grad", "function", at(2)),), "functorch", at(3)), ("autograd", at(3))),
        (PLAIN, Watch((Use("torch.exp", "function", at(3)),), "functorch", at(3)), ("autograd", at(3))),
        (GRAD, Watch((), "functorch", at(3)), ("autograd", at(3))),
        # proven, without a line: the first that is written
        (GRAD, Watch(differentiated="graph task"), (".backward", at(4))),
        (PLAIN, Watch(differentiated="graph task"), ("autograd", None)),
        (PLAIN, Watch((Use("torch.func.grad", "function", None),), "graph task"), ("autograd", None)),
        # not proven: reachable in the text
        (GRAD, Watch(), (".backward", at(4))),
        (GRAD, Watch(graph_recorded=True), (".backward", at(4))),
        (PLAIN, Watch(graph_recorded=True), None),
        (PLAIN, Watch((Use("torch.autograd.grad", "function", at(3)),)), None),
    ],
)
def test_differentiation(source: str, watch: Watch, expected: tuple[str, Place | None] | None) -> None:
    found = broken(source, watch, (R.AUTOGRAD,))
    assert found == (() if expected is None else (Breach("AUTOGRAD", *expected),))


def test_differentiation_in_another_exercise_is_that_ones() -> None:
    source = "import torch\ndef slope(x):\n    return x.sum().backward()\ndef f(x):\n    return slope(x)\n"
    proof = Watch(differentiated="graph task", differentiated_at=at(3))
    assert broken(source, proof, (R.AUTOGRAD,), uses=("A06.slope",)) == ()
    assert broken(source, proof, (R.AUTOGRAD,)) == (Breach("AUTOGRAD", ".backward", at(3)),)


def test_modules_below_which_every_call_counts() -> None:
    source = "import torch\ndef f(x):\n    s = torch.optim.SGD\n    return torch.optim.Adam([x])\n"
    assert broken(source, None, (R.AUTOGRAD,)) == (Breach("AUTOGRAD", "torch.optim.Adam", at(4)),)
    assert broken(source.replace("torch.optim.Adam([x])", "x"), None, (R.AUTOGRAD,)) == ()
    assert broken(source, None, (R.SOFTMAX,)) == ()


SCATTER = R.call("Tensor.scatter_", "Tensor.scatter")
MISSING = (Breach(SCATTER.id, SCATTER.id, None, required=True),)
WRITTEN = "def f(x):\n    if x is None:\n        return x.scatter_(0, x, 1)\n    return x\n"


@pytest.mark.parametrize(
    ("source", "watch", "expected"),
    [
        (PLAIN, Watch((Use("Tensor.scatter_", "function", at(3)),)), ()),
        (PLAIN, Watch((Use("Tensor.scatter_", "aten", at(3)),)), MISSING),
        (PLAIN, Watch((Use("Tensor.exp", "function", at(3)),)), MISSING),
        (PLAIN, Watch(), MISSING),
        (WRITTEN, Watch(), MISSING),  # written, but it did not run
        (WRITTEN, None, ()),  # never run: the text is the only witness
        (PLAIN, None, MISSING),
        (None, Watch(), MISSING),
        (None, None, ()),
    ],
)
def test_a_required_call(source: str | None, watch: Watch | None, expected: tuple[Breach, ...]) -> None:
    assert broken(source, watch, require=(SCATTER,)) == expected


@pytest.mark.parametrize(
    ("body", "ran", "kept"),
    [
        ("for r in x:\n        pass\n", True, True),
        ("for n in x.shape:\n        pass\n", True, False),  # a loop over sizes does none of the work
        ("for n in x.shape:\n        pass\n", False, True),
        ("x.exp()\n", True, False),
        ("x.exp()\n", False, False),
        ("list(map(len, x))\n", True, True),
    ],
)
def test_a_required_loop(body: str, ran: bool, kept: bool) -> None:
    found = broken(f"def f(x):\n    {body}", Watch() if ran else None, require=(R.LOOP,))
    assert found == (() if kept else (Breach("LOOP", "LOOP", None, required=True),))


def test_a_required_call_is_not_kept_by_a_loop() -> None:
    assert broken("def f(x):\n    for r in x:\n        pass\n", None, require=(SCATTER,)) == MISSING


def test_forbidden_before_required_one_breach_each() -> None:
    found = broken(ONE, Watch(), (R.AUTOGRAD, R.SOFTMAX), (SCATTER,))
    assert found == (Breach("SOFTMAX", "torch.softmax", at(3)), *MISSING)


def test_names_of_groups() -> None:
    assert _names(" a  b\nc ") == {"a", "b", "c"}
    assert _everywhere("exp log") == {
        "torch.exp", "Tensor.exp", "F.exp", "torch.log", "Tensor.log", "F.log"
    }  # fmt: skip


_SPELLED = ("Tensor.__matmul__", "Tensor.__rmatmul__")


@pytest.mark.parametrize(
    ("rule", "functions", "syntax"),
    [
        ("torch.scatter or Tensor.scatter_", {"torch.scatter", "Tensor.scatter", "F.scatter", "Tensor.scatter_", "torch.scatter_", "F.scatter_"}, set()),
        ("F.relu", {"F.relu", "torch.relu", "Tensor.relu"}, set()),
        ("torch.nn.Linear", {"torch.nn.Linear", "Tensor.nn.Linear", "F.nn.Linear"}, set()),
        ("numpy.dot", {"numpy.dot"}, set()),
        ("torch.matmul", {"torch.matmul", "Tensor.matmul", "F.matmul", *_SPELLED}, {"@"}),
        ("@", {"@", "torch.matmul", "Tensor.matmul", *_SPELLED}, {"@"}),
        ("operator.matmul", {"operator.matmul", "torch.matmul", "Tensor.matmul", *_SPELLED}, {"@"}),
    ],
)  # fmt: skip
def test_a_rule_that_is_a_call(rule: str, functions: set[str], syntax: set[str]) -> None:
    assert group(rule) == Group(frozenset(functions), syntax=frozenset(syntax))


def test_a_group_is_itself_and_legible() -> None:
    assert group("SOFTMAX") is GROUPS["SOFTMAX"]
    assert legible("LOOP")[:2] == ("for", "while")
    assert legible("torch.relu or  F.relu") == ("torch.relu", "F.relu")
    assert legible("torch.relu") == ("torch.relu",)


def test_an_optimizer_is_known_by_what_it_does() -> None:
    leaf, step = (
        Use("Tensor.is_leaf.__get__", "function", at(2)),
        Use("profiler._record_function_enter_new", "function", at(3)),
    )
    assert broken(PLAIN, Watch((leaf, step)), (R.AUTOGRAD,)) == (Breach("AUTOGRAD", "torch.optim", at(3)),)
    assert broken(PLAIN, Watch((leaf,)), (R.AUTOGRAD,)) == ()
    assert broken(PLAIN, Watch((step,)), (R.AUTOGRAD,)) == ()

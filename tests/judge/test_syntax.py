"""What the text of a function says it does: each mark with its name, its spelling and its line."""

from __future__ import annotations

from textwrap import dedent

import pytest

from grader.judge.syntax import Mark, marks, names
from grader.model.outcome import Place
from grader.model.submission import Chunk, Module

FILE = "a09_softmax_ce.py"
HEAD = "import torch\nimport torch.nn.functional as F\nfrom torch import nn, sigmoid as sig\n"
Row = tuple[str, str, int, bool]


def module(*sources: str) -> Module:
    labels = [FILE] if len(sources) == 1 else [f"cell {n}" for n, _ in enumerate(sources, 1)]
    return Module(
        "a09_softmax_ce", FILE, tuple(Chunk(label, text) for label, text in zip(labels, sources, strict=True))
    )


def rows(source: str, head: str = HEAD, **more: tuple[str, ...]) -> list[Row]:
    """Marks of `f`; lines count from the first of `source`."""
    source = dedent(source)
    above = head.count("\n")
    found = marks(module(head + source), "f", **more)
    assert all(mark.place.file == FILE for mark in found)
    return [(m.name, m.spelled, m.place.line - above, m.called) for m in found]


def called(source: str, head: str = HEAD, **more: tuple[str, ...]) -> list[str]:
    return [name for name, _, _, really in rows(source, head, **more) if really]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("return F.softmax(x, 1)", [("F.softmax", "F.softmax", 2, True), ("F.softmax", "F.softmax", 2, False)]),
        ("return torch.nn.functional.relu(x)", [("F.relu", "torch.nn.functional.relu", 2, True)]),
        ("return sig(x)", [("torch.sigmoid", "sig", 2, True), ("torch.sigmoid", "sig", 2, False)]),
        ("return x.softmax(1)", [("Tensor.softmax", ".softmax", 2, True)]),
        ("return (\n    x.exp()\n)", [("Tensor.exp", ".exp", 3, True)]),
        ("return x @ x", [("@", "@", 2, True)]),
        ("x @= x", [("@", "@", 2, True)]),
        ("return x + x", []),
        ("for row in x:\n    pass", [("loop", "for", 2, True)]),
        ("while True:\n    break", [("loop", "while", 2, True)]),
        ("return [r for r in x]", [("loop", "[… for …]", 2, True)]),
        ("return {r for r in x}", [("loop", "[… for …]", 2, True)]),
        ("return {r: 1 for r in x}", [("loop", "[… for …]", 2, True)]),
        ("return list(r for r in x)", [("loop", "[… for …]", 2, True)]),
        ("for n in x.shape:\n    pass", [("small_loop", "for", 2, True)]),
        ("for n in x.shape[1:]:\n    pass", [("small_loop", "for", 2, True)]),
        ("for n in x.size():\n    pass", [("small_loop", "for", 2, True), ("Tensor.size", ".size", 2, True)]),
        ("for n in x.tolist():\n    pass", [("loop", "for", 2, True), ("Tensor.tolist", ".tolist", 2, True)]),
        ("for n in (1, 2):\n    pass", [("small_loop", "for", 2, True)]),
        ("for n in [1, 2]:\n    pass", [("small_loop", "for", 2, True)]),
        ("for n in size(x):\n    pass", [("loop", "for", 2, True)]),
        ("return [n for n in x.shape]", [("small_loop", "[… for …]", 2, True)]),
        ("return map(len, x)", [("map", "map", 2, True)]),
        ("return sorted(x)", []),
        ("return x.T", []),
    ],
)
def test_what_one_line_does(body: str, expected: list[Row]) -> None:
    found = rows("def f(x):\n" + "".join(f"    {line}\n" for line in body.split("\n")))
    bare = [row for row in found if row[0] not in ("torch", "torch.nn", "torch.nn.functional")]
    mentions = [row for row in bare if not row[3]]
    assert [row for row in bare if row[3]] == [row for row in expected if row[3]]
    assert {row for row in expected if not row[3]} <= set(mentions)


def test_a_loop_over_axes_is_a_small_one() -> None:
    for over, name in (("range(x.dim())", "small_loop"), ("range(len(x))", "loop")):
        found = rows(f"def f(x):\n    for n in {over}:\n        pass\n")
        assert [row for row in found if "loop" in row[0]] == [(name, "for", 2, True)]


def test_a_mere_mention_is_no_call() -> None:
    found = rows("def f(x):\n    return partial(torch.softmax)(x)\n")
    assert ("torch.softmax", "torch.softmax", 2, False) in found
    assert "torch.softmax" not in [name for name, _, _, really in found if really]


@pytest.mark.parametrize(
    ("body", "counts"),
    [
        ("return (t[:, None] == torch.arange(3)).float()", True),
        ("return (torch.arange(3) == t[:, None]).float()", True),
        ("return (t != torch.arange(3)).float()", True),
        ("k = torch.arange(3)\nreturn k == t", True),
        ("k = torch.arange(3).view(1, -1)\nreturn t == k", True),
        ("return t == torch.arange(3)[None]", True),
        ("return t == torch.arange(3).unsqueeze(0).to(t)", True),
        ("return t < torch.arange(3)", False),
        ("return t == torch.ones(3)", False),
        ("return t == torch.arange(3).sum()", False),
        ("return t == u.view(1, -1)", False),
        ("k = torch.ones(3)\nreturn t == k", False),
        ("return t == u[None]", False),
        ("return torch.eq(u, torch.arange(3).view(1, -1))", True),
        ("return torch.arange(3).eq(t)", True),
        ("k = torch.arange(3)\nreturn t.ne(k)", True),
        ("return torch.eq(t, u)", False),
        ("return torch.add(t, torch.arange(3))", False),
        ("return t == view(torch.arange(3))", False),
        ("return t == 3", False),
    ],
)
def test_a_comparison_with_a_range(body: str, counts: bool) -> None:
    found = rows("def f(t):\n" + "".join(f"    {line}\n" for line in body.split("\n")))
    last = 1 + len(body.split("\n"))
    expected = [("arange_compare", "== torch.arange(…)", last, True)] if counts else []
    assert [row for row in found if row[0] == "arange_compare"] == expected


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def f(x):\n    return x\n    return x.exp()\n", []),
        ("def f(x):\n    raise ValueError\n    x.exp()\n", []),
        ("def f(x):\n    for n in x:\n        break\n        x.exp()\n    x.log()\n", ["loop", "Tensor.log"]),
        ("def f(x):\n    for n in x:\n        continue\n        x.exp()\n", ["loop"]),
        ("def f(x):\n    if False:\n        x.exp()\n    else:\n        x.log()\n", ["Tensor.log"]),
        ("def f(x):\n    if True:\n        x.exp()\n    else:\n        x.log()\n", ["Tensor.exp"]),
        ("def f(x):\n    if 0:\n        x.exp()\n", []),
        ("def f(x):\n    if x.any():\n        x.exp()\n    else:\n        x.log()\n", ["Tensor.any", "Tensor.exp", "Tensor.log"]),
        ("def f(x: torch.softmax(1)):\n    y: torch.exp(2) = x.log()\n    return y\n", ["Tensor.log"]),
        ("def f(x):\n    try:\n        return x.exp()\n    finally:\n        x.log()\n", ["Tensor.exp", "Tensor.log"]),
        ("def f(x):\n    if x:\n        def g(y):\n            return y\n        return x.exp()\n", ["Tensor.exp"]),
        ("async def f(x):\n    async for r in x:\n        pass\n", ["loop"]),
    ],
)  # fmt: skip
def test_only_what_can_run_counts(source: str, names: list[str]) -> None:
    assert called(source) == names


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def g(x):\n    return x.exp()\ndef f(x):\n    return g(x)\n", ["Tensor.exp"]),
        ("def g(x):\n    return x.exp()\ndef f(x):\n    return x\n", []),
        ("def g(x):\n    return f(x).exp()\ndef f(x):\n    return g(x) + g(x)\n", ["Tensor.exp"]),
        ("if True:\n    def g(x):\n        return x.exp()\ndef f(x):\n    return g(x)\n", ["Tensor.exp"]),
        ("if True:\n    pass\nelse:\n    def g(x):\n        return x.exp()\ndef f(x):\n    return g(x)\n", ["Tensor.exp"]),
        ("try:\n    pass\nfinally:\n    def g(x):\n        return x.exp()\ndef f(x):\n    return g(x)\n", ["Tensor.exp"]),
        ("with a:\n    def g(x):\n        return x.exp()\ndef f(x):\n    return g(x)\n", ["Tensor.exp"]),
        ("for a in b:\n    def g(x):\n        return x.exp()\ndef f(x):\n    return g(x)\n", ["Tensor.exp"]),
        ("try:\n    pass\nexcept E:\n    def g(x):\n        return x.exp()\ndef f(x):\n    return g(x)\n", ["Tensor.exp"]),
        ("match a:\n    case 1:\n        def g(x):\n            return x.exp()\ndef f(x):\n    return g(x)\n", ["Tensor.exp"]),
        ("class G:\n    def run(self, x):\n        return x.exp()\ndef f(x):\n    return G().run(x)\n", ["Tensor.exp"]),
        ("class G:\n    table = torch.exp(1)\ndef f(x):\n    return G()\n", ["torch.exp"]),
        ("class G:\n    class H:\n        def run(self, x):\n            return x.exp()\ndef f(x):\n    return G()\n", []),
        ("class G:\n    class H:\n        def run(self, x):\n            return x.exp()\ndef f(x):\n    return H().run(x)\n", []),
        ("def f(x):\n    def g(y):\n        return y.exp()\n    return g(x)\n", ["Tensor.exp"]),
        ("def f(x):\n    class G:\n        def run(self):\n            return x.exp()\n    return G()\n", ["Tensor.exp"]),
        ("layer = nn.Softmax(1)\ndef f(x):\n    return layer(x)\n", ["nn.Softmax"]),
        ("layer: nn.Module = nn.Softmax(1)\ndef f(x):\n    return layer(x)\n", ["nn.Softmax"]),
        ("layer: nn.Module\ndef f(x):\n    return layer(x)\n", []),
        ("a = b = torch.exp\ndef f(x):\n    return b(x)\n", ["torch.exp"]),
        ("act: object = torch.exp\ndef f(x):\n    return act(x)\n", ["torch.exp"]),
        ("act, one = torch.exp, 1\ndef f(x):\n    return act(x)\n", ["torch.exp"]),
        ("act, other = torch.exp, torch.log\ndef f(x):\n    return other(x)\n", ["torch.log"]),
        ("def both():\n    return torch.exp, torch.log(2)\nact, one = both()\ndef f(x):\n    return act(x)\n", ["torch.log"]),
        ("def f(x):\n    act, (one, other) = torch.exp, (1, torch.log)\n    return other(act(x))\n", ["torch.log", "torch.exp"]),
        ("def f(x):\n    act: object = torch.exp\n    return act(x)\n", ["torch.exp"]),
        ("act = 3\ndef f(x):\n    return act(x)\n", []),
        ("act = torch.exp\ndef f(x):\n    act = len\n    return act(x)\n", []),
        ("def f(x):\n    act = torch.exp\n    return act(x)\n", ["torch.exp"]),
        ("def f(x):\n    y = x.exp\n    return y(x)\n", []),
        ("def f(x):\n    def map(a, b):\n        return b\n    return map(len, x)\n", []),
        ("def map(a, b):\n    return b\ndef f(x):\n    return map(len, x)\n", []),
        ("class G:\n    def exp(self):\n        return 1\nclass H:\n    def log(self):\n        return 1\ndef f(x):\n    return x.exp() + x.log() + x.sin()\n", ["Tensor.sin"]),
    ],
)  # fmt: skip
def test_what_is_reached_through_names(source: str, names: list[str]) -> None:
    assert called(source) == names


def test_an_import_inside_a_function_means_the_same() -> None:
    for line, call, name in (
        ("import torch.nn.functional as G", "G.relu(x)", "F.relu"),
        ("from numpy import dot as times", "times(x, x)", "numpy.dot"),
    ):
        assert called(f"def f(x):\n    return {call}\n", head=line + "\n") == [name]
        assert called(f"def f(x):\n    {line}\n    return {call}\n", head="") == [name]


def test_a_star_import_names_nothing() -> None:
    assert rows("def f(x):\n    return relu(x)\n", head="from torch import *\n") == []


@pytest.mark.parametrize("call", ["getattr(torch, 'exp')(x)", "getattr(torch, 'exp')"])
def test_getattr_is_an_attribute(call: str) -> None:
    assert set(called(f"def f(x):\n    return {call}\n")) == {"torch.exp"}


@pytest.mark.parametrize(
    "lookup",
    [
        "getattr(torch, 'e' + 'x' + 'p')",
        "getattr(torch, f'e{\"x\"}p')",
        "getattr(torch, '' + 'exp')",
        "getattr(torch, ''.join(['e', 'xp']))",
        "getattr(torch, 'x'.join(('e', 'p')))",
        "torch.__dict__['exp']",
        "vars(torch)['ex' + 'p']",
    ],
)
def test_a_name_may_be_put_together_from_texts(lookup: str) -> None:
    assert "torch.exp" in called(f"import torch\ndef f(x):\n    return {lookup}(x)\n")


@pytest.mark.parametrize(
    "lookup",
    [
        "getattr(torch, 'e' + name)",
        "getattr(torch, 'exp' + name)",
        "getattr(torch, 'e' * 3)",
        "getattr(torch, f'e{name}')",
        "getattr(torch, 3)",
        "getattr(torch, name.join(['e', 'p']))",
        "getattr(torch, ''.join(name))",
        "torch.table['exp']",
        "vars()['exp']",
        "torch" + ".__dict__['x']" * 900,
    ],
)
def test_other_lookups_name_nothing(lookup: str) -> None:
    names = called(f"import torch\ndef f(x, name):\n    return {lookup}(x)\n")
    assert [name for name in names if name.startswith("torch.")] == []


def test_getattr_of_a_value_names_nothing() -> None:
    assert called("def f(x):\n    return getattr(x, 'exp')(x)\n") == []


@pytest.mark.parametrize("argument", ["torch", "*torch", "/, torch", "*, torch", "**torch", "torch, /"])
def test_an_argument_hides_an_import(argument: str) -> None:
    argument = argument.replace("/, torch", "a, /, torch")
    assert called(f"def f({argument}):\n    return torch.exp(1)\n") == ["Tensor.exp"]


def test_what_one_function_defines_inside_is_not_seen_by_another() -> None:
    text = module(
        "def e(x):\n    def act(y):\n        return y.exp()\n    return act(x)\ndef f(x):\n    return act(x)\n"
    )
    assert [mark.name for mark in marks(text, "e")] == ["Tensor.exp"]
    assert marks(text, "f") == ()


def test_other_exercises_are_left_out_but_not_the_function_itself() -> None:
    source = "def g(x):\n    return x.exp()\ndef f(x):\n    return g(x).log()\n"
    assert called(source, skip=("g",)) == ["Tensor.log"]
    assert called(source, skip=("g", "f")) == ["Tensor.log"]
    assert called("def g(x):\n    return x\n", skip=()) == []


def test_marks_come_in_the_order_of_the_text() -> None:
    source = "def f(x):\n    return g(x).log()\ndef g(x):\n    return x.exp()\n"
    assert [(name, line) for name, _, line, really in rows(source) if really] == [("Tensor.log", 2), ("Tensor.exp", 4)]


def test_cells_are_one_file_and_a_broken_one_is_passed_over() -> None:
    cells = module(
        "import torch\n", "def g(x:\n", "def g(x):\n    return torch.exp(x)\n", "def f(x):\n\n    return g(x)\n"
    )
    found = [mark for mark in marks(cells, "f") if mark.called]
    assert found == [Mark("torch.exp", "torch.exp", Place("cell 3", 2))]


def test_how_often_each_name_is_written():
    text = (
        "def helper(x):\n    return g(x)\ndef f(x):\n    y = g(g(x))\n    return helper(y)\ndef g(x):\n    return h\n"
    )
    found = names(Module("a01", "a01.py", (Chunk("a01.py", text),)), "f")
    assert (found["g"], found["helper"], found["h"]) == (3, 1, 1)
    assert names(Module("a01", "a01.py", (Chunk("a01.py", text),)), "missing") == {}


def test_a_branch_of_a_conditional_expression_that_cannot_run():
    text = "def f(x):\n    return [v for v in x] if False else x @ x if True else x.mm(x)\n"
    found = marks(Module("a01", "a01.py", (Chunk("a01.py", text),)), "f")
    assert [mark.name for mark in found] == ["@"]


def test_a_function_inside_is_read_too_and_once() -> None:
    text = "def f(x):\n    def inner(y):\n        return relu(y)\n    return inner(x)\n"
    module = Module("a01", "a01.py", (Chunk("a01.py", text),))
    assert names(module, "f") == {"relu": 1, "y": 1, "inner": 1, "x": 1}
    assert names(module, "inner") == {}  # nobody outside knows it


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("@torch.exp\ndef f(x):\n    return x\n", ["torch.exp"]),
        ("@getattr\ndef f(x):\n    return x\n", []),
        ("@torch.compile(mode=torch.exp(1))\ndef f(x):\n    return x\n", ["torch.compile", "torch.exp"]),
        ("def each(g):\n    return lambda x: [g(r) for r in x]\n@each\ndef f(x):\n    return x\n", ["loop"]),
        ("def f(x):\n    @torch.exp\n    def g(y):\n        return y\n    return g(x)\n", ["torch.exp"]),
        ("def f(x):\n    @torch.exp\n    def g(y):\n        return y\n    return x\n", []),
        ("def f(x, torch=torch.exp(1)):\n    return torch.log(2)\n", ["torch.exp", "Tensor.log"]),
        ("def f(x, *, a, b=torch.exp(1)):\n    return x\n", ["torch.exp"]),
        ("def g(x=torch.exp(1), /):\n    return x\ndef f(x):\n    return g()\n", ["torch.exp"]),
        ("class G:\n    def go(self):\n        return torch.exp(1)\nclass H(G):\n    pass\ndef f(x):\n    return H().go()\n", ["torch.exp"]),
        ("@torch.exp\nclass G:\n    pass\ndef f(x):\n    return G()\n", ["torch.exp"]),
    ],
)  # fmt: skip
def test_what_stands_above_a_body_counts(source: str, names: list[str]) -> None:
    assert sorted(set(called(source))) == sorted(names)


def test_a_decorator_is_a_call_of_its_own_line() -> None:
    found = rows("@torch.exp\ndef f(x):\n    return x\n")
    assert [row for row in found if row[3]] == [("torch.exp", "torch.exp", 1, True)]


def test_a_range_among_others_is_one() -> None:
    assert "arange_compare" in called("def f(t):\n    k, n = torch.arange(3), 3\n    return t == k\n")
    assert "arange_compare" not in called("def f(t):\n    k, n = torch.arange(3), 3\n    return t == n\n")


def test_an_expression_deeper_than_the_stack_is_read_as_well() -> None:
    assert called("def f(x):\n    return x" + ".exp()" * 480 + "\n") == ["Tensor.exp"] * 480
    assert rows("def f(x):\n    return x" + ".T" * 900 + "\n") == []

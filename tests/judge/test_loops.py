"""Which loops are work on data, and which only walk over the axes of a tensor or over a literal."""

from __future__ import annotations

import ast

import pytest

from grader.judge.loops import kind_of_loop


def kind(loop: str) -> str:
    (found,) = [
        n for n in ast.walk(ast.parse(loop)) if isinstance(n, (ast.For, ast.AsyncFor, ast.While, ast.comprehension))
    ]
    return kind_of_loop(found)


def over(text: str) -> str:
    written, comprehended = kind(f"for d in {text}:\n    pass"), kind(f"[d for d in {text}]")
    assert written == comprehended
    return written


@pytest.mark.parametrize(
    "text",
    [
        "(0, 1)", "[x, y]", "(0, 1)[::-1]", "[1, 2][0]",
        "x.shape", "x.shape[1:]", "x.shape[1:][::2]", "x.grad.shape", "f(x).shape",
        "x.size()", "x.grad.size()", "x.size()[1:]",
        "range(x.dim())", "range(x.ndimension())", "range(x.ndim)", "range(len(x.shape))", "range(len(x.size()))",
        "range(1, x.dim())", "range(0, x.dim(), 2)", "range(x.dim() - 1)", "range(1 + x.ndim)", "range(x.dim() - y.dim())",
        "range(x.dim() * 2 - 1)", "range(x.dim() - (1 + 1))",
        "range(x.dim() - 1, -1, -1)", "range(-x.dim(), 0)", "range(-1, -x.ndim - 1, -1)", "range(-1, -len(x.shape), -1)",
        "enumerate(x.shape)", "reversed(x.shape)", "sorted(x.shape)", "list(x.shape)", "tuple(x.size())",
        "enumerate(x.shape, 1)", "list(range(x.dim()))[::-1]", "reversed(range(x.dim()))",
        "zip(x.shape, y)", "zip(y, x.shape)", "zip(x, y.size(), z)",
        "x.topk(3)", "torch.sort(x, 1)", "x.max(dim=1)", "x.max(1)", "torch.min(x, -1)", "torch.median(x, dim=d)",
    ],
)  # fmt: skip
def test_a_walk_over_axes(text: str) -> None:
    assert over(text) == "small_loop"


def test_a_long_sum_and_deep_slices_are_read_in_no_time() -> None:
    assert over("range(x.dim()" + " + 1" * 300 + ")") == "small_loop"
    assert over("range(x.dim()" + " + 1" * 300 + " + n)") == "loop"
    assert over("range(len(" * 30 + "x.shape" + "))" * 30) == "small_loop"
    assert over("x.shape" + "[1:]" * 900) == "small_loop"


@pytest.mark.parametrize(
    "text",
    [
        "x", "xs[1:]", "x[(0, 1)]", "x.shape[0]", "x.shape[i]", "x.data", "x.shape()", "shape", "x.data[1:]",
        "x.size(0)", "x.size", "x.sizes()", "size()", "x.tolist()", "fs[0](x)", "f()()",
        "range(3)", "range(len(x))", "range(n)", "range(x.shape[0])", "range()", "range(x.dim(), n)", "range(n, x.dim())",
        "range(x.dim() * n)", "range(n * x.dim())", "range(1 + 2)", "range(-1)", "range(-n, x.dim())", "range(-len(x))", "range(x.dim(0))", "range(x.dim)",
        "range(x.ndim())", "range(x.rank)", "range(dim())", "range(x.numel())", "range(len(x.shape, 1))", "range(len())",
        "range(max(x.shape))", "range(fs[0](x.shape))", "x.range(y.dim())",
        "enumerate(x)", "enumerate()", "list(x, y.shape)", "set(x.shape)", "map(x.shape)", "x.enumerate(y.shape)",
        "x.max()", "torch.max(x, y)", "x.min(other=y)", "torch.max(x)", "max(x, 1)", "x.sum(1)", "x.max(1.0)",
        "zip(x, y)", "zip()", "zip(x.tolist(), y)", "{1, 2}", "'ab'", "a or b", "-x.shape",
    ],
)  # fmt: skip
def test_work_on_data(text: str) -> None:
    assert over(text) == "loop"


def test_a_while_is_never_small() -> None:
    assert kind("while x.dim() > 2:\n    pass") == "loop"
    assert kind("while [1, 2]:\n    pass") == "loop"


def test_an_asynchronous_loop_is_one_too() -> None:
    assert kind("async def f():\n    async for d in x.shape:\n        pass") == "small_loop"
    assert kind("async def f():\n    async for d in x:\n        pass") == "loop"

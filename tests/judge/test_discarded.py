"""Which calls nobody has the result of."""

import ast

import pytest

from grader.judge.discarded import discarded


def lost(body: str) -> list[str]:
    function = ast.parse("def f(t, blank):\n" + "".join(f"    {line}\n" for line in body.split("\n")))
    return sorted(ast.unparse(node) for node in discarded(function, {"torch", "F"}))


@pytest.mark.parametrize(
    "line",
    [
        "torch.zeros(3).scatter(0, t, 1.0)",
        "torch.zeros(3).scatter_(0, t, 1.0)",
        "torch.Tensor.scatter_(torch.zeros(3), 0, t, 1.0)",
        "blank.scatter(0, t, 1.0)",
        "torch.scatter(blank, 0, t, 1.0)",
        "blank @ t",
        "torch.autograd.grad(t, blank)",
        "torch.zeros(3).add_(t)",
        "torch.relu_()",
        "(blank + t).add_(1)",
    ],
)
def test_a_value_on_a_line_of_its_own_is_lost(line: str) -> None:
    assert lost(f"{line}\nreturn blank") == [line]
    assert lost(f"_ = {line}\nreturn blank") == [line]
    assert lost(f"return {line}") == []
    assert lost(f"y = {line}\nreturn y") == []
    assert lost(f"y = z = {line}\nreturn z") == []
    assert lost(f"blank[0] = {line}\nreturn blank") == []
    assert lost(f"y, z = {line}\nreturn blank") == []


@pytest.mark.parametrize(
    "line",
    [
        "blank.scatter_(0, t, 1.0)",
        "blank.view(-1)[2:].T.scatter_(0, t, 1.0)",
        "torch.Tensor.scatter_(blank, 0, t, 1.0)",
        "torch.matmul(t, t, out=blank)",
        "loss(t).backward()",
        "torch.autograd.backward(t)",
        "write(0, t, 1.0)",
    ],
)
def test_what_works_by_what_it_changes_is_not(line: str) -> None:
    assert lost(f"{line}\nreturn blank") == []
    assert lost(f"_ = {line}\nreturn blank") == []

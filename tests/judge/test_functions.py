"""What the answer would be if it were a plain function of the arguments."""

from __future__ import annotations

import math
from typing import Any

import pytest
import torch

from grader.judge.diagnosis import functions
from tests.judge.parts import numbers as T
from tests.judge.parts import part


def one(written: str, value: Any) -> Any:
    """The prediction that is written so, of an argument called `a`."""
    return dict(functions.of_one(["a", "b"]))[written](part(a=value))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("torch.sigmoid(a)", [1 / (1 + math.exp(-0.5)), 1 / (1 + math.exp(2))]),
        ("torch.tanh(a)", [math.tanh(0.5), math.tanh(-2)]),
        ("torch.relu(a)", [0.5, 0.0]),
        ("torch.sign(a)", [1.0, -1.0]),
        ("abs(a)", [0.5, 2.0]),
        ("a ** 2", [0.25, 4.0]),
        ("1 / a", [2.0, -0.5]),
        ("e ** a", [math.exp(0.5), math.exp(-2)]),
        ("e ** (-a)", [math.exp(-0.5), math.exp(2)]),
        ("1 - a", [0.5, 3.0]),
        ("a.clamp(-1, 1)", [0.5, -1.0]),
        ("a.clamp(0, 1)", [0.5, 0.0]),
        ("F.softplus(a)", [math.log1p(math.exp(0.5)), math.log1p(math.exp(-2))]),
        ("a.round()", [0.0, -2.0]),
        ("a.floor()", [0.0, -2.0]),
        ("a.ceil()", [1.0, -2.0]),
        ("a.mean()", -0.75),
        ("a.sum()", -1.5),
        ("a.min()", -2.0),
        ("a.max()", 0.5),
        ("a.std()", 2.5 / math.sqrt(2)),
        ("(a ** 2).mean()", 2.125),
        ("(a ** 2).sum()", 4.25),
        ("abs(a).mean()", 1.25),
        ("a.mean() ** 2", 0.5625),
        ("a.argmax()", 0.0),
        ("a.argmin()", 1.0),
        ("a[0]", 0.5),
        ("a[-1]", -2.0),
        ("a > 0", [1.0, 0.0]),
        ("a < 0", [0.0, 1.0]),
        ("a == 0", [0.0, 0.0]),
        ("a != 0", [1.0, 1.0]),
        ("(a == 0).sum()", 0.0),
        ("a.any()", 1.0),
        ("a.dim()", 1.0),
        ("a.numel()", 2.0),
        ("a.shape[0]", 2.0),
        ("a.shape[-1]", 2.0),
        ("a.stride(0)", 1.0),
    ],
)
def test_a_function_of_one_argument(written: str, expected: Any) -> None:
    found = one(written, T(0.5, -2.0))
    assert found.dtype == torch.float64
    torch.testing.assert_close(found, torch.tensor(expected, dtype=torch.float64))


def test_where_a_function_has_no_value() -> None:
    assert one("a[0]", 3.0) is None
    assert one("a.shape[0]", 3.0) is None
    assert one("a.mean()", "sgd") is None
    assert one("a.mean()", None) is None
    assert one("a.max()", T()) is None
    assert math.isnan(one("a.std()", T(1.0)))
    assert one("a.clamp(-1, 1)", T(5.0)).tolist() == [1.0]
    assert one("a.clamp(0, 1)", T(5.0)).tolist() == [1.0]


def test_a_list_of_numbers_is_a_tensor_too() -> None:
    assert one("a.sum()", [1, 2.5]).item() == 3.5
    assert one("a.sum()", [0.1, 0.7]).item() == 0.1 + 0.7  # as precise as Python's numbers
    assert one("a.sum()", []) is None
    assert one("a.sum()", [1, "b"]) is None
    assert one("a.sum()", (1, 2)) is None


def test_each_function_of_each_argument_by_its_name() -> None:
    written = [name for name, _ in functions.of_one(["p", "lr"])]
    assert written[:4] == ["torch.sigmoid(p)", "torch.sigmoid(lr)", "torch.tanh(p)", "torch.tanh(lr)"]
    assert len(written) == 2 * len(functions.OF_ONE)
    assert "e ** p" in written  # a name of one letter elsewhere stays
    assert "torch.exp" not in "".join(written)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("a + b", [5.0, 1.0]), ("a - b", [1.0, 7.0]), ("b - a", [-1.0, -7.0]), ("a * b", [6.0, -12.0]),
        ("a / b", [1.5, -4 / 3]), ("b / a", [2 / 3, -0.75]), ("a ** b", [9.0, 1 / 64]),
        ("torch.maximum(a, b)", [3.0, 4.0]), ("torch.minimum(a, b)", [2.0, -3.0]), ("a @ b", -6.0),
        ("abs(a - b).mean()", 4.0), ("((a - b) ** 2).mean()", 25.0),
    ],
)  # fmt: skip
def test_a_function_of_two_arguments(written: str, expected: Any) -> None:
    predict = dict(functions.of_two(["a", "b"]))[written]
    found = predict(part(a=T(3.0, 4.0), b=T(2.0, -3.0)))
    assert found is not None
    torch.testing.assert_close(found, torch.tensor(expected, dtype=torch.float64))
    assert predict(part(a=T(3.0, 4.0), b=T(1.0, 2.0, 3.0))) is None
    assert predict(part(a=T(3.0, 4.0))) is None
    assert predict(part(b=T(3.0, 4.0))) is None


def test_slopes_are_another_table() -> None:
    found = dict(functions.of_one(["a"], functions.SLOPES))
    assert list(found) == ["torch.sigmoid(a) * (1 - torch.sigmoid(a))", "1 - torch.tanh(a) ** 2"]
    values = [predict(part(a=T(0.0, 1e4))) for predict in found.values()]
    assert [v.tolist() for v in values if v is not None] == [[0.25, 0.0], [1.0, 0.0]]


def test_pairs_in_the_order_of_the_parameters() -> None:
    written = [name for name, _ in functions.of_two(["y", "x", "z"])]
    assert written[:6] == ["y + x", "y + z", "x + z", "y - x", "y - z", "x - z"]
    assert len(written) == 3 * len(functions.OF_TWO)
    assert list(functions.of_two(["x"])) == []

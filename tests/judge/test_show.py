"""How a value is laid out: the entries as text, the differing ones marked, what is no tensor in outline."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from grader.contestant.tensors import encode
from grader.judge.compare import Mismatch
from grader.judge.expect import Leaf
from grader.judge.show import MOST, argument_pictures, expected_picture, got_picture, picture
from grader.model.value import Dtype, Opaque, TensorValue
from grader.model.verdict import Picture

T = torch.tensor


def tensor(text: str, dtype: str, shape: tuple[int, ...], cells: tuple[str, ...], **more: Any) -> Picture:
    return Picture("tensor", text, dtype, shape, cells, **more)


ROW = ("1.0", "-2.5", "inf")


@pytest.mark.parametrize(
    ("value", "dtype", "expected"),
    [
        (T([1.0, -2.5, float("inf")]), "", tensor("[1.0, -2.5, inf]", "float32", (3,), ROW)),
        (T([1.0, -2.5, float("inf")]), "float64", tensor("[1.0, -2.5, inf]", "float64", (3,), ROW)),
        (T([1.0, -2.5, float("inf")]), "any_float", tensor("[1.0, -2.5, inf]", "float32", (3,), ROW)),
        (T([[1, 2], [3, 4]]), "", tensor("[[1, 2], [3, 4]]", "int64", (2, 2), ("1", "2", "3", "4"))),
        (T([True, False]), "", tensor("[True, False]", "bool", (2,), ("True", "False"))),
        (T(2.0, requires_grad=True), "", tensor("2.0", "float32", (), ("2.0",))),
        (torch.zeros(0, 3), "", tensor("[]", "float32", (0, 3), ())),
        (torch.arange(MOST), "", tensor(str(list(range(64))), "int64", (64,), tuple(map(str, range(64))))),
        (torch.arange(65), "", tensor("(65,)", "int64", (65,), tuple(map(str, range(64))))),
        (0.1, "", Picture("plain", "0.1")),
        (2 / 3, "", Picture("plain", "0.666667")),
        (3.0, "", Picture("plain", "3.0")),
        (3, "", Picture("plain", "3")),
        ("sgd", "", Picture("plain", "'sgd'")),
        (None, "", Picture("plain", "None")),
        ("y" * 500, "", Picture("plain", "'" + "y" * 399)),
    ],
)
def test_one_value(value: Any, dtype: str, expected: Picture) -> None:
    assert picture(value, dtype) == expected


def test_each_tensor_of_each_argument() -> None:
    one, two = T([1.0]), T([2.0])
    found = argument_pictures(("hs", "lr", "p"), ([one, two], 0.5, {"w": one}))
    first = tensor("[1.0]", "float32", (1,), ("1.0",))
    second = tensor("[2.0]", "float32", (1,), ("2.0",))
    assert found == (("hs[0]", first), ("hs[1]", second), ("lr", Picture("plain", "0.5")), ("p['w']", first))
    assert argument_pictures(("x", "y"), (one,)) == (("x", first),)


def leaf(value: Any, dtype: str = "") -> Leaf:
    return Leaf(value, dtype)


def test_the_expected_part() -> None:
    one = leaf(T([1.0, 2.0]).double(), "float32")
    assert expected_picture(one, "") == tensor("[1.0, 2.0]", "float32", (2,), ("1.0", "2.0"))
    assert expected_picture((one, leaf(3.0)), "[1]") == Picture("plain", "3.0")
    assert expected_picture({"dw": one}, "['dw']") == tensor("[1.0, 2.0]", "float32", (2,), ("1.0", "2.0"))


@pytest.mark.parametrize(
    ("tree", "text"),
    [
        ((leaf(torch.zeros(2, 3)), leaf(3.0)), "(Tensor(2, 3), 3.0)"),
        ([leaf(torch.zeros(2)), leaf("a")], "[Tensor(2,), 'a']"),
        ({"dw": leaf(torch.zeros(2)), "db": (leaf(1),)}, "{'dw': Tensor(2,), 'db': (1)}"),
        ((leaf(torch.float32), leaf(None)), "(torch.float32, None)"),
        ((leaf("z" * 90),), "('" + "z" * 59 + ")"),
        (("bare", leaf(2)), "('bare', 2)"),
        ((), "()"),
        ([], "[]"),
    ],
)
def test_the_expected_answer_in_outline(tree: Any, text: str) -> None:
    assert expected_picture(tree, "no such path") == Picture("plain", text)


GOT = encode(T([1.0, 2.0, 3.0]))
CELLS = ("1.0", "2.0", "3.0")


@pytest.mark.parametrize(
    ("mismatch", "wrong", "worst"),
    [
        (None, (), -1),
        (Mismatch("value", "", wrong=(0, 2), worst=2), (0, 2), 2),
        (Mismatch("value", "", wrong=(0, 3, 70), worst=3), (0,), -1),
        (Mismatch("value", "", wrong=(0, 1), worst=2), (0, 1), -1),
        (Mismatch("shape"), (), -1),
    ],
)
def test_entries_that_differ_are_marked(mismatch: Mismatch | None, wrong: tuple[int, ...], worst: int) -> None:
    expected = tensor("[1.0, 2.0, 3.0]", "float32", (3,), CELLS, wrong=wrong, worst=worst)
    assert got_picture(GOT, "", mismatch) == expected
    assert got_picture((0.5, GOT), "[1]", mismatch) == expected


def test_a_tensor_of_another_kind_says_so() -> None:
    assert isinstance(GOT, TensorValue)
    kinds = {"Tensor": "float32", "Parameter": "float32", "Mine": "Mine", "numpy": "numpy"}
    for kind, shown in kinds.items():
        value = TensorValue(**{**GOT.__dict__, "kind": kind})
        assert got_picture(value, "", None).dtype == shown
        assert got_picture(value, "", Mismatch("type")).dtype == shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ((GOT, 1.5), "(Tensor(3,), 1.5)"),
        ([GOT], "[Tensor(3,)]"),
        ({"a": 2}, "{'a': 2}"),
        ((Opaque("Linear"), 1), "(Opaque(type_name='Linear', text=''), 1)"),
        (Opaque("Linear", "Linear(3, 5)"), "Linear Linear(3, 5)"),
        (Opaque("generator"), "generator"),
        (Opaque("list", "q" * 500), "list " + "q" * 395),
        (Dtype("float32"), "torch.float32"),
        (2.5, "2.5"),
        ("a", "'a'"),
        (None, "None"),
        ("y" * 500, "'" + "y" * 399),
    ],
)
def test_an_answer_that_is_no_tensor(value: Any, text: str) -> None:
    assert got_picture(value, "", None) == Picture("plain", text)


def test_a_part_that_is_not_there_is_shown_as_the_whole() -> None:
    assert got_picture((1, 2), "['dw']", Mismatch("type", "['dw']")) == Picture("plain", "(1, 2)")

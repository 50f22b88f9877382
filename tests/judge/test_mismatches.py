"""Whole mismatches: what a comparison says, to the last parameter of its sentence."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from grader.contestant.tensors import encode
from grader.judge.compare import Mismatch, compare, index, number, type_name
from grader.judge.expect import Leaf
from grader.model.value import Dtype, Opaque, TensorValue
from tests.judge.test_compare import leaf

INF, NAN = math.inf, math.nan
LARGEST = torch.finfo(torch.float32).max


def double(values):
    return torch.tensor(values, dtype=torch.float64)


def told(expected, got, scalar="strict"):
    return compare(expected, encode(got), scalar)


class Liar(torch.Tensor):
    pass


@pytest.mark.parametrize(
    ("expected", "got", "path", "params"),
    [
        (leaf([1.0]), "no", "", {"expected": "Tensor", "got": "str"}),
        (leaf([1.0]), torch.ones(1).as_subclass(Liar), "", {"expected": "Tensor", "got": "Liar"}),
        (leaf([1.0]), torch.float32, "", {"expected": "Tensor", "got": "torch.dtype"}),
        ((leaf([1.0]), leaf([1.0])), 3, "", {"expected": "tuple (2)", "got": "int"}),
        ([leaf([1.0])], torch.ones(1), "", {"expected": "list (1)", "got": "Tensor"}),
        ({"a": leaf([1.0])}, [1], "", {"expected": "dict", "got": "list"}),
        ((leaf(1.0), {"a": Leaf(1)}), (torch.tensor(1.0), 2.0), "[1]", {"expected": "dict", "got": "float"}),
        ({"a": (leaf(1.0),)}, {"a": 2}, "['a']", {"expected": "tuple (1)", "got": "int"}),
        ((Leaf(1.0),), ("1",), "[0]", {"expected": "float", "got": "str"}),
        ((Leaf(torch.float32),), (1,), "[0]", {"expected": "torch.dtype", "got": "int"}),
        (Leaf(2.0), True, "", {"expected": "float", "got": "bool"}),
        (Leaf(2), 2.0, "", {"expected": "int", "got": "float"}),
        ((leaf([1.0]),), (4,), "[0]", {"expected": "Tensor", "got": "int"}),
    ],
)
def test_the_types_are_named(expected, got, path, params):
    assert told(expected, got) == Mismatch("type", path, params)


@pytest.mark.parametrize(
    ("expected", "wanted"),
    [(leaf([1.0]), "Tensor"), ({"a": Leaf(1)}, "dict"), ((Leaf(1),), "tuple (1)"), (Leaf(2.0), "float")],
)
def test_none_says_what_was_wanted(expected, wanted):
    assert told(expected, None) == Mismatch("none", "", {"expected": wanted})
    assert told((Leaf(0), expected), (0, None)) == Mismatch("none", "[1]", {"expected": wanted})


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (encode(torch.ones(1)), "Tensor"),
        (encode(torch.nn.Parameter(torch.ones(1))), "Tensor"),
        (TensorValue("float32", (), b"", kind="Liar"), "Liar"),
        (Dtype("int64"), "torch.dtype"),
        (Opaque("Linear"), "Linear"),
        (None, "None"),
        ((), "tuple"),
    ],
)
def test_names_of_types(value, name):
    assert type_name(value) == name


def test_lengths_and_keys_are_counted():
    assert told((leaf(1.0), leaf(2.0)), (torch.ones(()),)) == Mismatch(
        "count", "", {"expected": 2, "got": 1, "missing": "", "extra": ""}
    )
    assert told({"a": [Leaf(1)]}, {"a": [1, 2, 3]}) == Mismatch(
        "count", "['a']", {"expected": 1, "got": 3, "missing": "", "extra": ""}
    )
    keys = {"expected": "dw, db, dx", "got": "dx, y, x", "missing": "db, dw", "extra": "x, y"}
    named = {"dw": Leaf(1), "db": Leaf(2), "dx": Leaf(3)}
    assert told(named, {"dx": 3, "y": 1, "x": 1}) == Mismatch("count", "", keys)
    assert told([named], [{"dx": 3, "y": 1, "x": 1}]) == Mismatch("count", "[0]", keys)


@pytest.mark.parametrize(
    ("want", "got", "texts"),
    [
        (torch.ones(3), torch.ones(3, 1), ("(3,)", "(3, 1)")),
        (torch.ones(()), torch.ones(1), ("()", "(1,)")),
        (torch.ones(2, 0, 4), torch.ones(2, 4), ("(2, 0, 4)", "(2, 4)")),
    ],
)
def test_both_shapes_are_said(want, got, texts):
    params = {"expected": texts[0], "got": texts[1]}
    assert told((leaf(want),), (got,)) == Mismatch("shape", "[0]", params)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
def test_any_float_is_any_float(dtype):
    assert told(leaf([1.0], "any_float"), torch.ones(1, dtype=dtype)) is None
    if dtype != torch.float32:
        params = {"expected": "float32", "got": str(dtype).removeprefix("torch.")}
        assert told([leaf([1.0])], [torch.ones(1, dtype=dtype)]) == Mismatch("dtype", "[0]", params)


@pytest.mark.parametrize(
    ("asked", "wanted"), [("any_float", "float32"), ("float64", "float64"), ("float32", "float32")]
)
def test_both_dtypes_are_said(asked, wanted):
    params = {"expected": wanted, "got": "int64"}
    assert told(leaf([1.0], asked), torch.ones(1, dtype=torch.int64)) == Mismatch("dtype", "", params)


def test_a_wrong_value_is_placed_and_both_numbers_are_said():
    want = double([[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], [[7.0, 8.0], [9.0, 10.0], [11.0, 12.0]]])
    got = want.clone()
    got[1, 2, 0], got[0, 1, 1] = 20.0, 4.5
    params = {"wrong": 2, "of": 12, "index": " [1, 2, 0]", "expected": "11.0", "got": "20.0"}
    assert told((leaf(want, "float64"),), (got,)) == Mismatch("value", "[0]", params, (3, 10), 10)


def test_the_worst_is_the_worst_in_units_of_each_entry_s_own_bound():
    expected = Leaf(double([1.0, 1.0, 1.0]), "float64", double([1e-3, 0.1, 0.5]))
    found = told(expected, double([1.1, 2.0, 3.0]))
    assert (found.wrong, found.worst) == ((0, 1, 2), 0)
    exact = Leaf(double([1.0, 1.0]), "float64")
    assert told(exact, double([1.5, 3.0])).worst == 1, "without a bound the distance itself"
    small = Leaf(double([1.0, 1.0]), "float64", double([1e-9, 1e-12]))
    assert told(small, double([1.0 + 1e-8, 1.0 + 1e-9])).worst == 1


@pytest.mark.parametrize(
    ("want", "got", "texts", "wrong"),
    [
        ([1, 2, 3], [1, 5, 3], ("2", "5"), (1,)),
        ([True, False], [True, True], ("False", "True"), (1,)),
        ([2**60], [2**60 + 1], (str(2**60), str(2**60 + 1)), (0,)),
    ],
)
def test_exact_values_are_exact(want, got, texts, wrong):
    expected = Leaf(torch.tensor(want), str(torch.tensor(want).dtype).removeprefix("torch."))
    assert told(expected, torch.tensor(want)) is None
    params = {"wrong": 1, "of": len(want), "index": f" [{wrong[0]}]", "expected": texts[0], "got": texts[1]}
    assert told([expected], [torch.tensor(got)]) == Mismatch("value", "[0]", params, wrong, wrong[0])


def test_what_is_not_finite_is_counted_and_the_first_is_placed():
    got = double([[1.0, NAN], [INF, -INF], [5.0, 7.0]])
    params = {"nan": 1, "inf": 2, "of": 6, "index": " [0, 1]", "expected": "2.0"}
    expected = leaf([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], "float64")
    assert told((expected,), (got,)) == Mismatch("nonfinite", "[0]", params, (1, 2, 3), 1)
    where = {"nan": 0, "inf": 1, "of": 3, "index": " [1]", "expected": "1.0"}
    assert told(leaf([INF, 1.0, NAN], "float64"), double([INF, INF, NAN])) == Mismatch("nonfinite", "", where, (1,), 1)
    scalar = {"nan": 1, "inf": 0, "of": 1, "index": "", "expected": "1.0"}
    assert told(leaf(1.0, "float64"), double(NAN)) == Mismatch("nonfinite", "", scalar, (0,), 0)


@pytest.mark.parametrize("want", [INF, -INF, NAN])
@pytest.mark.parametrize("bound", [0.0, 1.0, INF, NAN])
@pytest.mark.parametrize("got", [0.0, 1e300])
def test_no_number_passes_for_infinity_however_wide_the_bound(want, bound, got):
    expected = Leaf(double([want, 1.0]), "float64", double([bound, 1e-9]))
    params = {"wrong": 1, "of": 2, "index": " [0]", "expected": number(want), "got": number(got)}
    assert told(expected, double([got, 1.0])) == Mismatch("value", "", params, (0,), 0)
    plain = {"wrong": 1, "of": 1, "index": "", "expected": number(want), "got": number(got)}
    assert told(Leaf(want, "", double(bound)), got) == Mismatch("value", "", plain)
    assert told(expected, double([want, 1.0])) is None
    assert told(Leaf(want, "", double(bound)), want) is None


def test_a_number_beside_a_place_where_infinity_was_expected():
    expected = Leaf(double([INF, 1.0, 1.0]), "float64", double([INF, 1e-9, 1e-9]))
    found = told(expected, double([2.0, 1.5, 1.0]))
    assert (found.wrong, found.worst) == ((0, 1), 0)


def test_infinity_is_right_beyond_float32_only_there():
    assert told(leaf([LARGEST], tolerance=0.0), torch.tensor([LARGEST])) is None
    for dtype in ("float32", "any_float"):
        assert told(leaf([1e39, -1e39], dtype), torch.tensor([INF, -INF])) is None
        assert told(leaf([1e39], dtype), torch.tensor([-INF])).params["expected"] == "inf"
    assert told(leaf([1e39], "float64"), double([1e39])) is None


def test_intervals_are_closed_and_widened_by_the_bound():
    expected = leaf([0.5], "float64", 0.25, low=[0.0], high=[1.0])
    for right in (0.0, 1.0, 0.5, -0.25, 1.25):
        assert told(expected, double([right])) is None
    for wrong in (-0.3, 1.3):
        assert told(expected, double([wrong])).kind == "value"
    assert told(expected, double([NAN])).kind == "nonfinite"
    assert told(expected, double([INF])).kind == "nonfinite"


def test_an_interval_may_be_open_to_infinity():
    expected = leaf([INF, -INF], "float64", 0.0, low=[9.0, -INF], high=[INF, -9.0])
    for right in ([9.0, -9.0], [INF, -INF], [1e300, -1e300]):
        assert told(expected, double(right)) is None
    assert told(expected, double([8.0, -9.0])).wrong == (0,)
    assert told(expected, double([-INF, -9.0])).kind == "nonfinite"
    assert told(expected, double([NAN, -9.0])).kind == "nonfinite"


def test_what_is_right_in_an_interval_is_right_beside_a_wrong_entry():
    narrow = leaf([0.5, 0.5], "float64", 0.25, low=[0.0, 0.0], high=[1.0, 1.0])
    for right in (0.0, 1.0, 0.5, -0.25, 1.25):
        assert told(narrow, double([right, 9.0])).wrong == (1,)
    wide = leaf([INF, -INF, 0.0], "float64", 0.0, low=[9.0, -INF, 0.0], high=[INF, -9.0, 0.0])
    for right in ([9.0, -9.0], [INF, -INF], [1e300, -1e300]):
        assert told(wide, double([*right, 1.0])).wrong == (2,)
    open_below = leaf([-5.0, 0.0], "float64", 0.0, low=[-INF, 0.0], high=[-1.0, 0.0])
    assert told(open_below, double([-INF, 1.0])).wrong == (1,)
    open_above = leaf([5.0, 0.0], "float64", 0.0, low=[1.0, 0.0], high=[INF, 0.0])
    assert told(open_above, double([INF, 1.0])).wrong == (1,)


def test_half_an_interval_is_none():
    for half in (leaf([1.0], "float64", low=[0.0]), leaf([1.0], "float64", high=[2.0])):
        assert told(half, double([1.0])) is None
        assert told(half, double([1.5])).kind == "value"


def test_exactly_the_bound_is_within_it():
    assert told(leaf([1.0], "float64", 0.5), double([1.5])) is None
    assert told(Leaf(1.0, "", double(0.5)), 1.5) is None


@pytest.mark.parametrize("got", [NAN, INF, -INF])
@pytest.mark.parametrize("bound", [None, double(1.0), double(INF)])
def test_a_plain_number_that_is_not_finite(got, bound):
    params = {"nan": int(got != got), "inf": int(got == got), "of": 1}
    assert told((Leaf(2.0, "", bound),), (got,)) == Mismatch("nonfinite", "[0]", params, (0,), 0)


def test_plain_values_are_said():
    text = {"wrong": 1, "of": 1, "index": "", "expected": "'vector'", "got": "'matrix'"}
    assert told([Leaf("vector")], ["matrix"]) == Mismatch("value", "[0]", text)
    dtypes = {"wrong": 1, "of": 1, "index": "", "expected": "torch.float32", "got": "torch.int64"}
    assert told(Leaf(torch.float32), torch.int64) == Mismatch("value", "", dtypes)
    numbers = {"wrong": 1, "of": 1, "index": "", "expected": "2.0", "got": "2.5"}
    assert told((Leaf(2.0),), (2.5,)) == Mismatch("value", "[0]", numbers)
    assert told(Leaf(2.0), 3).params["got"] == "3.0", "an int stands for a float"
    assert told(Leaf("a"), "b" * 500).params["got"] == "'" + "b" * 199
    assert told(Leaf(None), 3) == Mismatch("type", "", {"expected": "None", "got": "int"})
    assert told(Leaf(None), None) is None


def test_of_several_mismatches_the_first_kind_is_said_and_of_one_kind_the_first_part():
    expected = {"a": leaf([1.0]), "b": leaf([1.0]), "c": leaf([1.0]), "d": leaf([1.0])}
    good, value, bad, shape = torch.ones(1), torch.zeros(1), torch.tensor([NAN]), torch.ones(2)
    assert told(expected, {"a": good, "b": good, "c": good, "d": good}) is None
    assert told(expected, {"a": value, "b": bad, "c": shape, "d": shape}).path == "['c']"
    assert told(expected, {"a": value, "b": bad, "c": good, "d": good.double()}).path == "['d']"
    assert told(expected, {"a": value, "b": bad, "c": good, "d": good}).path == "['b']"
    assert told(expected, {"a": good, "b": value, "c": value, "d": good}).path == "['b']"
    assert told(expected, {"a": shape, "b": None, "c": 1, "d": good}).kind == "none"
    assert told(expected, {"a": shape, "b": 1, "c": good, "d": good}).kind == "type"


@pytest.mark.parametrize("nest", [lambda v: {"a": v}, lambda v: (v,), lambda v: [{"a": (v,)}]])
def test_loose_scalars_are_loose_in_every_part(nest):
    for got in (1.0, 1, torch.ones(1)):
        assert told(nest(leaf(1.0)), nest(got)) is not None
        assert told(nest(leaf(1.0)), nest(got), "loose") is None


def test_loose_scalars_keep_what_they_are():
    assert told(leaf(1.0, "float64", 0.0), 1.0, "loose") is None
    assert told(leaf(0.1, "float64", 0.0), 0.1, "loose") is None, "without rounding"
    assert told(leaf(1.0, "any_float"), 1, "loose") is None
    assert told(leaf(1.0), True, "loose") == Mismatch("type", "", {"expected": "Tensor", "got": "bool"})
    assert told(leaf(1.0), torch.ones(1, dtype=torch.float64), "loose").kind == "dtype"
    assert told(leaf(1.0), torch.ones(1).as_subclass(Liar), "loose").params["got"] == "Liar"
    assert told(leaf(1.0), torch.ones(1, 1), "loose").kind == "shape"
    assert told(leaf([1.0]), 1.0, "loose").kind == "type"
    assert told(leaf([1.0]), torch.ones(()), "loose").kind == "shape"
    params = {"wrong": 1, "of": 1, "index": "", "expected": "2", "got": "2.5"}
    assert told([Leaf(torch.tensor(2), "int64")], [2.5], "loose") == Mismatch("value", "[0]", params, (0,), 0)
    assert told([leaf(1.0)], [NAN], "loose").path == "[0]"


def test_a_tensor_of_one_entry_stands_for_a_float_where_scalars_are_loose():
    for got in (torch.tensor(2.0), torch.ones(1) * 2, torch.ones(1, 1, dtype=torch.float64) * 2):
        assert told(Leaf(2.0), got, "loose") is None
        assert told(Leaf(2.0), got) == Mismatch("type", "", {"expected": "float", "got": "Tensor"})
    assert told((Leaf(2.0),), (torch.tensor(2.5),), "loose").params["got"] == "2.5"
    for got in (torch.ones(2), torch.ones(1, dtype=torch.complex64), torch.ones(1, dtype=torch.bool)):
        assert told(Leaf(2.0), got, "loose") == Mismatch("type", "", {"expected": "float", "got": "Tensor"})
    assert told(Leaf(2), torch.tensor(2.0), "loose").kind == "type"
    assert told(Leaf("a"), torch.tensor(2.0), "loose").kind == "type"
    assert told(Leaf(2.0), "no", "loose").kind == "type"


@pytest.mark.parametrize(
    ("expected", "got", "texts"),
    [
        (1.0, 2.0, ("1.0", "2.0")),
        (1.0, 1.00000005, ("1", "1.00000005")),
        (1.0, 1.000000000005, ("1", "1.00000000001")),
        (1.0, 1.0 + 2**-52, ("1", "1.0000000000000002")),
        (1.0, 1.0000000003, ("1", "1.0000000003")),
        (1 / 3, 1 / 3 + 1e-8, ("0.333333333", "0.333333343")),
        (0.1, 0.1 + 2**-40, ("0.1", "0.100000000001")),
        (0.3, 0.3 + 2**-54, ("0.29999999999999999", "0.30000000000000004")),
    ],
)
def test_as_many_digits_as_it_takes(expected, got, texts):
    params = {"wrong": 1, "of": 1, "index": "", "expected": texts[0], "got": texts[1]}
    assert told(Leaf(expected), got) == Mismatch("value", "", params)
    assert told(Leaf(double(expected), "float64"), double(got)).params == params


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(allow_nan=False, allow_infinity=False))
def test_two_numbers_that_differ_read_differently(expected, got):
    found = told(Leaf(expected), got)
    assert (found is None) == (expected == got)
    assert found is None or found.params["expected"] != found.params["got"]


@given(st.lists(st.integers(1, 4), max_size=4), st.data())
def test_an_index_leads_to_its_entry(shape, data):
    numbers = torch.arange(math.prod(shape)).reshape(shape)
    flat = data.draw(st.integers(0, numbers.numel() - 1))
    text = index(flat, tuple(shape))
    where = tuple(int(n) for n in text.strip("[]").split(", ")) if text else ()
    assert numbers[where] == flat
    assert bool(text) == bool(shape)


@given(st.lists(st.floats(-9, 9), min_size=1, max_size=6), st.data())
def test_exactly_the_spoiled_entries_are_wrong(values, data):
    spoiled = data.draw(st.sets(st.integers(0, len(values) - 1)))
    got = double([v + (1.0 if i in spoiled else 0.0) for i, v in enumerate(values)])
    found = told(leaf(values, "float64"), got)
    assert (found.wrong if found else ()) == tuple(sorted(spoiled))

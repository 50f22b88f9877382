"""The comparison: one property per rule of the oracle, on hand-made expectations."""

import math
from dataclasses import replace

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from grader.author import NewAssignment, case
from grader.contestant.tensors import encode
from grader.judge.accept import accepted
from grader.judge.compare import _narrowed, compare, number
from grader.judge.expect import Leaf
from grader.judge.plan import plan


def leaf(values, dtype="float32", tolerance=1e-6, low=None, high=None):
    value = torch.as_tensor(values, dtype=torch.float64)
    bound = torch.full_like(value, tolerance)
    pick = lambda v: None if v is None else torch.as_tensor(v, dtype=torch.float64)
    return Leaf(value, dtype, bound, pick(low), pick(high))


def kind(expected, got, scalar="strict"):
    found = compare(expected, encode(got), scalar)
    return found.kind if found else None


def test_shape_comes_before_value_and_never_broadcasts():
    assert kind(leaf([1.0, 1.0, 1.0]), torch.ones(3, 1)) == "shape"
    assert kind(leaf([1.0, 1.0, 1.0]), torch.ones(())) == "shape"
    assert kind(leaf([1.0, 1.0, 1.0]), torch.ones(3)) is None


def test_none_type_and_count():
    assert kind(leaf([1.0]), None) == "none"
    assert kind(leaf([1.0]), [1.0]) == "type"
    assert kind((leaf(1.0), leaf(2.0)), (torch.tensor(1.0),)) == "count"
    assert kind((leaf(1.0), leaf(2.0)), [torch.tensor(1.0), torch.tensor(2.0)]) is None, "a list stands for a tuple"
    assert kind({"dw": leaf(1.0)}, {"db": torch.tensor(1.0)}) == "count"


def test_dtype():
    assert kind(leaf([1.0]), torch.ones(1, dtype=torch.float64)) == "dtype"
    assert kind(leaf([1.0], "any_float"), torch.ones(1, dtype=torch.float64)) is None
    assert kind(leaf([1.0], "any_float"), torch.ones(1, dtype=torch.int64)) == "dtype"
    assert kind(Leaf(torch.tensor([1]), "int64"), torch.tensor([1], dtype=torch.int32)) == "dtype"


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_what_is_not_a_number_never_passes(bad):
    assert kind(leaf([1.0, 2.0], tolerance=math.inf), torch.tensor([1.0, bad])) == "nonfinite"


def test_expected_infinity_and_nan_must_stand_in_their_places():
    assert kind(leaf([math.inf, math.nan]), torch.tensor([math.inf, math.nan])) is None
    assert kind(leaf([math.inf, 1.0]), torch.tensor([-math.inf, 1.0])) == "nonfinite"
    assert kind(leaf([math.nan]), torch.tensor([0.0])) == "value"


def test_beyond_the_largest_float32_infinity_is_right():
    assert kind(leaf([1e39]), torch.tensor([math.inf])) is None
    assert kind(leaf([1e39], "float64"), torch.tensor([math.inf], dtype=torch.float64)) == "nonfinite"


@given(st.floats(-10, 10), st.floats(0.01, 5))
def test_exactly_the_tolerance_decides(value, tolerance):
    expected = leaf([value], "float64", tolerance)
    inside = torch.tensor([value + 0.99 * tolerance], dtype=torch.float64)
    outside = torch.tensor([value + 1.01 * tolerance], dtype=torch.float64)
    assert kind(expected, inside) is None
    assert kind(expected, outside) == "value"


def test_a_set_of_right_answers_is_an_interval_per_entry():
    expected = leaf([0.0, 1.0], low=[0.0, 1.0], high=[1.0, 1.0])
    assert kind(expected, torch.tensor([0.5, 1.0])) is None
    assert kind(expected, torch.tensor([1.1, 1.0])) == "value"
    assert kind(expected, torch.tensor([-0.1, 1.0])) == "value"


def test_scalars_strict_and_loose():
    for got in (1.0, torch.ones(1)):
        assert kind(leaf(1.0), got) in ("type", "shape")
        assert kind(leaf(1.0), got, "loose") is None
    assert kind(leaf(1.0), 2.0, "loose") == "value"
    assert kind(leaf(1.0), True, "loose") == "type"


def test_plain_values():
    assert kind(Leaf(3), 3) is None
    assert kind(Leaf(1), True) == "type", "a bool is not a count"
    assert kind(Leaf("vector"), "matrix") == "value"
    assert kind(Leaf(torch.float32), torch.float32) is None
    assert kind(Leaf(torch.float32), torch.float64) == "value"
    assert kind(Leaf(2.0), 2) is None


def test_the_worst_entry_is_named_in_tolerance_units():
    expected = leaf([[1.0, 2.0], [3.0, 4.0]])
    found = compare(expected, encode(torch.tensor([[1.0, 2.5], [3.1, 4.0]])), "strict")
    assert (found.kind, found.worst, found.wrong) == ("value", 1, (1, 2))
    assert found.params["index"] == " [0, 1]"


def test_subclasses_are_named_and_parameters_accepted():
    class Liar(torch.Tensor):
        pass

    assert kind(leaf([1.0]), torch.ones(1).as_subclass(Liar)) == "type"
    assert kind(leaf([1.0]), torch.nn.Parameter(torch.ones(1))) is None


@pytest.mark.parametrize(
    ("value", "text"), [(1.0, "1.0"), (0.5, "0.5"), (1e-10, "1e-10"), (math.inf, "inf"), (3, "3"), (True, "True")]
)
def test_numbers_read_as_a_learner_writes_them(value, text):
    assert number(value) == text


def test_numbers_that_were_computed_in_float32() -> None:
    third = torch.tensor(1 / 3)
    numbers = [
        (float(third), True),
        (1 / 3, False),
        (-float(third) * 2**20, True),
        (0.5, False),  # simple numbers that both types hold
        (100.0, False),
        (0.0, False),
        (1 + 2.0**-12, True),
        (1 + 2.0**-11, False),
        (3 * 2.0**-12, False),
        (2.0**-40, False),
        (1 + 2.0**-30, False),  # neither
        (1e300, False),
    ]
    values = torch.tensor([value for value, _ in numbers], dtype=torch.float64)
    assert _narrowed(values).tolist() == [narrowed for _, narrowed in numbers]


def test_a_page_judges_plain_tensors() -> None:
    """Its own predicate may leave torch, which a tensor that requires grad does not allow."""
    page = {
        "reference": staticmethod(lambda x: x),
        "cases": staticmethod(lambda draw: [case(draw.normal(3))]),
        "accept": staticmethod(lambda got, x: bool((got.numpy() > 0).all())),
    }
    exercise = NewAssignment("A99", "a99_probe").exercise(points=1)(type("probe", (), page))
    run = next(run for run in plan(exercise, 1) if run.dtype == "float64")
    asking = lambda value: replace(encode(torch.full((3,), value, dtype=torch.float64)), requires_grad=True)
    assert accepted(exercise, run, asking(2.0)) is None
    assert accepted(exercise, run, asking(-2.0)) is not None


def _tripled(**more):
    page = {
        "reference": staticmethod(lambda x: 3 * x),
        "scale": staticmethod(lambda x: 3 * x.abs()),
        "slack": staticmethod(lambda x: torch.tensor(1e-3)),
        "cases": staticmethod(lambda draw: [case(draw.normal(3))]),
        **more,
    }
    return NewAssignment("A99", "a99_probe").exercise(points=1)(type("probe", (), page))


def test_slack_is_not_meant_for_digits_that_were_lost():
    run = next(run for run in plan(_tripled(full_precision=True), 1) if run.dtype == "float64")
    expected = run.expected
    assert (run.dtype, expected.rounding.shape) == ("float64", expected.value.shape)
    assert bool((expected.rounding < 1e-12).all())
    assert bool((expected.tolerance > 1e-3).all())
    assert plan(_tripled(), 1)[-1].expected.rounding is None
    right = expected.value
    assert kind(expected, right + 5e-4) is None
    assert kind(expected, right.float().double()) == "value"
    assert kind(replace(expected, rounding=None), right.float().double()) is None
    assert kind(replace(expected, dtype="float32"), right.float()) is None


def test_more_cases_come_in_both_dtypes():
    without = plan(_tripled(), 1)
    added = plan(_tripled(), 1, [case(torch.ones(2))])
    assert [run.dtype for run in added if run.args[0].numel() == 2] == ["float32", "float64"]
    assert len(added) == len(without) + 2

"""Expectations: the error bound is 8 u k scale + slack, from the numbers the student got."""

import dataclasses

import pytest
import torch

from grader.author import NewAssignment, case, corner, seen
from grader.author.rules import SIGMOID
from grader.contestant.tensors import encode
from grader.judge.compare import compare
from grader.judge.expect import SAFETY, expectation
from grader.judge.plan import plan


def exercise(**fields):
    body = {"reference": lambda x: x * 3, "cases": lambda draw: [seen(torch.ones(2))], "wrong": {}, **fields}
    page = NewAssignment("T01", "t01_test")
    return page.exercise(points=5)(type("triple", (), {"__doc__": "3x", **body}))


X = torch.tensor([1.0, -2.0], dtype=torch.float64)


@pytest.mark.parametrize(("dtype", "unit"), [("float32", 2.0**-24), ("float64", 2.0**-53)])
def test_the_bound_is_the_textbook_one(dtype, unit):
    leaf = expectation(exercise(scale=lambda x: x.abs() * 3, k=5, slack=lambda x: 1e-3), (X,), dtype)
    expected = SAFETY * unit * 5 * X.abs() * 3 + 1e-3 + torch.finfo(getattr(torch, dtype)).tiny
    torch.testing.assert_close(leaf.tolerance, expected, rtol=1e-12, atol=0)
    assert leaf.dtype == dtype
    assert torch.equal(leaf.value, X * 3)


def test_k_may_depend_on_the_arguments():
    narrow = expectation(exercise(scale=lambda x: torch.ones_like(x), k=lambda x: 1), (X,), "float64")
    wide = expectation(exercise(scale=lambda x: torch.ones_like(x), k=lambda x: x.numel()), (X,), "float64")
    assert torch.allclose(wide.tolerance, 2 * narrow.tolerance)


def test_without_a_scale_only_equality_will_do():
    leaf = expectation(exercise(), (X,), "float64")
    assert torch.equal(leaf.tolerance, torch.zeros(2, dtype=torch.float64))


def test_a_scalar_scale_stands_for_every_part():
    both = expectation(
        exercise(reference=lambda x: (x, x.sum()), scale=lambda x: torch.tensor(2.0), k=1), (X,), "float64"
    )
    assert both[0].tolerance.shape == (2,) and both[1].tolerance.shape == ()
    assert torch.all(both[0].tolerance == both[1].tolerance)


def test_a_tree_of_scales_goes_by_part():
    fields = {
        "reference": lambda x: {"a": x, "b": x},
        "scale": lambda x: {"a": torch.ones_like(x), "b": torch.zeros_like(x)},
    }
    tree = expectation(exercise(**fields), (X,), "float64")
    assert tree["a"].tolerance[0] > 1e-16 > tree["b"].tolerance[0]


def test_between_gives_an_interval():
    leaf = expectation(exercise(between=lambda x: (x * 0, x * 0 + 1)), (X,), "float32")
    assert leaf.low.tolist() == [0, 0] and leaf.high.tolist() == [1, 1]


@pytest.mark.parametrize(
    ("rule", "reference", "run", "expected"),
    [
        ("as_case", lambda x: x, "float32", "float32"),
        ("as_case", lambda x: x, "float64", "float64"),
        ("as_case", lambda x: x.long(), "float32", "int64"),
        ("as_case", lambda x: x > 0, "float64", "bool"),
        ("as_case", lambda x: x.float(), "float64", "float32"),
        ("any_float", lambda x: x, "float32", "any_float"),
        ("any_float", lambda x: x.long(), "float32", "int64"),
        ("exact", lambda x: x, "float32", "float64"),
    ],
)
def test_the_dtype_that_is_asked(rule, reference, run, expected):
    assert expectation(exercise(reference=reference, dtype=rule), (X,), run).dtype == expected


def test_the_reference_cannot_spoil_the_arguments_of_the_judge():
    x = X.clone()
    expectation(exercise(reference=lambda x: x.mul_(0)), (x,), "float64")
    assert torch.equal(x, X)


def test_a_float_answer_is_compared_within_the_bound():
    leaf = expectation(exercise(reference=lambda x: float(x.sum()), scale=lambda x: 1.0), (X,), "float64")
    assert compare(leaf, -1.0 + 1e-16, "strict") is None
    assert compare(leaf, -1.0 + 1e-3, "strict").kind == "value"


def planned(cases, **fields):
    return plan(exercise(cases=lambda draw: cases, **fields), 1)


def test_float_cases_run_in_both_dtypes_and_upcast_what_the_student_got():
    x = torch.tensor([0.1], dtype=torch.float64)
    single, double = planned([seen(x)])
    assert (single.dtype, double.dtype) == ("float32", "float64")
    assert single.expected.value.item() == float(x.float()) * 3 != 0.1 * 3
    assert double.expected.value.item() == 0.1 * 3


def test_dtypes_narrow_a_case_and_as_is_leaves_it_alone():
    assert [r.dtype for r in planned([corner(torch.ones(1), why="tiny", dtypes=("float64",))])] == ["float64"]
    (run,) = planned([corner(torch.ones(1, dtype=torch.float16), why="tiny", dtypes=("as_is",))])
    assert run.args[0].dtype == torch.float16
    assert [r.dtype for r in planned([seen(torch.tensor([1]))], reference=lambda x: x)] == ["as_is"]


def test_a_random_case_also_comes_strided_and_transposed():
    layouts = [(r.call.args[0].layout, r.case.why, r.case.kind) for r in planned([case(torch.ones(3, 2))])]
    assert layouts[2:] == [("strided", "noncontiguous", "corner"), ("transposed", "noncontiguous", "corner")]
    assert len(planned([case(torch.ones(3, 2))], layouts=False)) == 2
    assert [r.call.args[0].layout for r in planned([case(torch.ones(3))])] == ["contiguous", "contiguous", "strided"]


def test_one_ordinary_run_is_watched_and_only_where_there_are_rules():
    cases = [seen(torch.ones(2)), case(torch.ones(5)), case(torch.ones(3)), corner(torch.ones(9), why="extreme")]
    ruled = dataclasses.replace(exercise(cases=lambda draw: cases, layouts=False), forbid=(SIGMOID,))
    watched = {r.case.args[0].numel() for seed in range(30) for r in plan(ruled, seed) if r.call.watch}
    assert watched == {2, 5, 3}
    assert all(sum(r.call.watch for r in plan(ruled, seed)) == 1 for seed in range(5))
    assert not any(r.call.watch for r in planned(cases))


def test_a_promised_error_has_no_expectation():
    (run, _) = planned([corner(torch.ones(2), why="mixed_shapes", raises=ValueError)])
    assert run.expected is None and run.case.raises == "ValueError"


def test_the_wire_carries_the_run_s_own_dtype():
    single, double = planned([seen(torch.ones(1))])
    assert (single.call.args[0].dtype, double.call.args[0].dtype) == ("float32", "float64")
    assert single.call.args == (encode(torch.ones(1)),)


def test_the_same_seed_draws_the_same_numbers():
    drawn = exercise(cases=lambda draw: [case(draw.normal(3))])
    first, again, other = plan(drawn, 1), plan(drawn, 1), plan(drawn, 2)
    assert torch.equal(first[0].args[0], again[0].args[0])
    assert not torch.equal(first[0].args[0], other[0].args[0])

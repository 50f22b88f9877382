"""Runs and expectations in full: what leaves the judge, what stays, and what every bound is made of."""

import dataclasses

import pytest
import torch

from grader.author import NewAssignment, case, corner, seen
from grader.errors import GraderFault
from grader.judge.expect import ROUNDOFF, SAFETY, expectation
from grader.judge.plan import plan
from grader.judge.trees import at, leaves, mapped
from grader.model.rule import Rule
from tests.judge.test_expect import X, exercise, planned

TINY = {dtype: torch.finfo(getattr(torch, dtype)).tiny for dtype in ROUNDOFF}


def mixed(**fields):
    """A function of a tensor, a number and a word."""
    body = {"reference": lambda x, n, how: x * n, "cases": lambda draw: [seen(torch.ones(2), 3, "fast")], **fields}
    page = NewAssignment("T02", "t02_test")
    return page.exercise(points=5)(type("many", (), {"__doc__": "nx", "wrong": {}, **body}))


def test_plain_arguments_reach_reference_scale_and_bounds():
    numbers = {"scale": lambda x, n, how: x * n, "k": lambda x, n, how: n, "slack": lambda x, n, how: n}
    leaf = expectation(mixed(**numbers, between=lambda x, n, how: (-n, n)), (X, 3, "fast"), "float64")
    assert torch.equal(leaf.tolerance, SAFETY * 2.0**-53 * 3 * (X * 3).abs() + TINY["float64"] + 3)
    assert leaf.low.tolist() == [-3, -3] and leaf.high.tolist() == [3, 3]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_bound_never_vanishes_entirely(dtype):
    leaf = expectation(exercise(scale=lambda x: 0.0), (X,), dtype)
    assert leaf.tolerance.tolist() == [TINY[dtype]] * 2
    assert leaf.tolerance.dtype == torch.float64


def test_what_is_neither_single_nor_double_has_the_roundoff_of_single():
    counts = exercise(reference=lambda x: float(x.sum()), scale=lambda x: 2.0, k=1)
    leaf = expectation(counts, (torch.tensor([3]),), "as_is")
    assert (leaf.value, leaf.dtype, float(leaf.tolerance)) == (3.0, "", SAFETY * 2.0**-24 * 2.0)


def test_plain_answers_have_a_bound_only_where_they_are_floats_with_a_scale():
    plain = {"reference": lambda x: (2, 2.0, "two"), "scale": lambda x: (1.0, 0.1, 1.0)}
    whole, real, word = expectation(exercise(**plain), (X,), "float64")
    assert (whole.value, whole.dtype, whole.tolerance) == (2, "", None)
    assert (word.value, word.dtype, word.tolerance) == ("two", "", None)
    assert real.tolerance.dtype == torch.float64
    assert float(real.tolerance) == SAFETY * 2.0**-53 * 4 * 0.1 + TINY["float64"]
    without = expectation(exercise(reference=lambda x: 2.0), (X,), "float64")
    assert (without.value, without.dtype, without.tolerance) == (2.0, "", None)


def test_exact_answers_keep_their_values():
    leaf = expectation(exercise(reference=lambda x: x.argmax()), (X,), "float64")
    assert (leaf.value.item(), leaf.dtype, leaf.tolerance, leaf.low, leaf.high) == (0, "int64", None, None, None)


def test_one_bound_and_one_interval_stand_for_every_part_and_a_tree_goes_by_part():
    pair = {"reference": lambda x: (x, {"s": x.sum()}), "scale": lambda x: 1.0, "k": 1}
    for slack, wanted in ((lambda x: 1e-3, (1e-3, 1e-3)), (lambda x: (1e-3, {"s": 1e-2}), (1e-3, 1e-2))):
        first, second = leaves(expectation(exercise(**pair, slack=slack), (X,), "float64"))
        assert float(first[1].tolerance[1]) == pytest.approx(wanted[0], rel=1e-9)
        assert float(second[1].tolerance) == pytest.approx(wanted[1], rel=1e-9)
    tree = expectation(exercise(**pair, between=lambda x: ((x - 1, {"s": x.sum() - 1}), 7.0)), (X,), "float64")
    assert [leaf.low.tolist() for _, leaf in leaves(tree)] == [[0, -3], -2]
    assert [leaf.high.tolist() for _, leaf in leaves(tree)] == [[7, 7], 7]
    tree = expectation(exercise(**pair, between=lambda x: (-7.0, (x, {"s": x.sum()}))), (X,), "float64")
    assert [leaf.low.tolist() for _, leaf in leaves(tree)] == [[-7, -7], -7]
    assert [leaf.high.tolist() for _, leaf in leaves(tree)] == [[1, -2], -1]


def test_the_wire_and_the_judge_share_no_memory_with_the_page():
    drawn = torch.ones(2, dtype=torch.float64)
    whole = torch.tensor([1, 2])
    made = exercise(cases=lambda draw: [seen(drawn), seen(whole)], reference=lambda x: x)
    for run in plan(made, 1):
        assert run.args[0].data_ptr() != run.case.args[0].data_ptr()
    asked = torch.ones(2, dtype=torch.float64, requires_grad=True)
    for run in planned([seen(asked)]):
        assert run.args[0].requires_grad and run.call.args[0].requires_grad


def test_integers_and_halves_keep_their_dtype():
    made = mixed(reference=lambda x, n, how: x.double() * n.sum())
    made_of = [(torch.ones(2), torch.tensor([1, 2])), (torch.ones(2), torch.ones(2, dtype=torch.float16))]
    for first, second in made_of:
        runs = plan(mixed(cases=lambda d, a=first, b=second: [seen(a, b, "x")], reference=made.reference), 1)
        assert [(r.args[0].dtype, r.args[1].dtype) for r in runs] == [
            (torch.float32, second.dtype),
            (torch.float64, second.dtype),
        ]


def test_as_is_leaves_the_reference_what_the_student_gets():
    got = []
    planned([corner(torch.ones(1), why="tiny", dtypes=("as_is",))], reference=lambda x: got.append(x.dtype) or x)
    assert got == [torch.float32]


@pytest.mark.parametrize(
    ("field", "raises", "asked"), [(True, "", True), (False, "", False), (True, ValueError, False)]
)
def test_gradients_are_asked_for_where_there_is_an_answer(field, raises, asked):
    kind = {"raises": raises} if raises else {}
    runs = planned([corner(torch.ones(2), why="tiny", **kind)], differentiable=field)
    assert {r.call.differentiate for r in runs} == {asked}


def layouts(cases, **fields):
    return [(r.call.args[0].layout, r.dtype) for r in planned(cases, **fields) if r.case.why == "noncontiguous"]


def test_which_case_comes_again_in_other_layouts():
    assert layouts([case(torch.ones(2))]) == [("strided", "float32")]
    assert layouts([case(torch.ones(1)), case(torch.ones(1, 2))]) == [("strided", "float32"), ("transposed", "float32")]
    assert layouts([case(torch.ones(1))]) == [], "one entry has no neighbours"
    assert layouts([seen(torch.ones(3, 2)), corner(torch.ones(3, 2), why="tiny")]) == []
    assert layouts([case(torch.tensor([1, 2]))], reference=lambda x: x) == [("strided", "as_is")]
    assert layouts([case(torch.ones(()))]) == []
    assert layouts([case(torch.ones(2), dtypes=("float64", "float32"))]) == [("strided", "float64")]
    numbers = mixed(cases=lambda draw: [case(2.0, 3, "x")], reference=lambda x, n, how: x * n)
    assert [r.dtype for r in plan(numbers, 1)] == ["as_is"]


def test_only_tensors_that_can_are_laid_out():
    made = mixed(cases=lambda draw: [case(torch.ones(2, 2), torch.ones(3), "x")], reference=lambda x, n, how: x)
    strided, transposed = [r.call.args for r in plan(made, 1) if r.case.why == "noncontiguous"]
    assert [a.layout for a in strided[:2]] == ["strided", "strided"]
    assert [a.layout for a in transposed[:2]] == ["transposed", "contiguous"]
    assert strided[2] == transposed[2] == "x"


def twins(cases):
    """(shape, dtype, second and third argument) of every run."""
    made = dataclasses.replace(mixed(cases=cases, reference=lambda x, n, how: x), layouts=False)
    return [(tuple(r.args[0].shape), r.dtype, r.args[1], r.args[2]) for r in plan(made, 1)]


def test_a_drawn_case_is_followed_by_its_twin_with_other_numbers():
    def cases(draw):
        return [seen(torch.ones(3), 1, "x"), case(draw.normal(3), 1, "x"), case(draw.normal(5), 1, "x")]

    both = [((3,), dtype, 1, "x") for dtype in ("float32", "float64")]
    assert twins(cases) == [
        *both,
        *both,
        ((3,), "float64", 1, "x"),
        *(((5,), d, 1, "x") for d in ("float32", "float64")),
    ]
    runs = plan(dataclasses.replace(mixed(cases=cases, reference=lambda x, n, how: x), layouts=False), 1)
    assert not torch.equal(runs[3].args[0], runs[4].args[0])


@pytest.mark.parametrize(
    ("drawn", "twin"),
    [
        (lambda draw: case(draw.labels(64, 9), 1, "x"), [((64,), "as_is", 1, "x")]),
        (lambda draw: case(draw.normal(2), 0.5, "x", dtypes=("float32",)), [((2,), "float32", 0.5, "x")]),
        (lambda draw: case(torch.ones(3), 1, "x"), []),
        (lambda draw: seen(draw.normal(3), 1, "x"), []),
        (lambda draw: corner(draw.normal(3), 1, "x", why="tiny"), []),
        (lambda draw: corner(draw.normal(3), 1, "x", why="ordinary", raises=ValueError), []),
        (lambda draw: case(draw.uniform(0.5, 0.9, 3).ceil(), 1, "x"), []),
        (lambda draw: case(draw.normal(3), int(draw.integers(0, 10**9)), "x"), []),
        (lambda draw: case(draw.normal(int(draw.integers(1, 10**4))), 1, "x"), []),
        (lambda draw: case([draw.normal(1)] * int(draw.integers(1, 99)), 1, "x"), []),
    ],
)
def test_a_twin_has_the_same_shapes_and_settings_and_other_numbers(drawn, twin):
    made = dataclasses.replace(mixed(cases=lambda draw: [drawn(draw)], reference=lambda x, n, how: x), layouts=False)
    runs = plan(made, 1)
    after = runs[len({r.dtype for r in runs}) :]
    assert [(tuple(r.args[0].shape), r.dtype, r.args[1], r.args[2]) for r in after] == twin


def test_twins_share_the_numbers_that_are_no_tensors():
    def cases(draw):
        return [case(draw.normal(3), draw.number(0, 1), "x", dtypes=("float32",))]

    made = mixed(cases=cases, reference=lambda x, n, how: x)
    first, twin = plan(dataclasses.replace(made, layouts=False), 1)
    assert first.args[1] == twin.args[1]
    assert not torch.equal(first.args[0], twin.args[0])


def test_each_seed_and_each_exercise_has_twins_of_its_own():
    made = mixed(cases=lambda draw: [case(draw.normal(3), 1, "x")], reference=lambda x, n, how: x)
    made = dataclasses.replace(made, layouts=False)
    other = dataclasses.replace(made, id="T01.other")
    first, second, third = (plan(e, seed)[-1].args[0] for e, seed in ((made, 1), (made, 2), (other, 1)))
    assert not torch.equal(first, second)
    assert not torch.equal(first, third)


def test_a_page_may_draw_how_many_cases_it_has():
    def cases(draw):
        return [case(torch.ones(3), 1, "x")] * draw.choice([1, 2, 3])

    made = dataclasses.replace(mixed(cases=cases, reference=lambda x, n, how: x), layouts=False)
    assert {len(plan(made, seed)) for seed in range(12)} == {2, 4, 6}


@pytest.mark.parametrize(
    ("answer", "twins"),
    [
        (lambda x: x, 1),
        (lambda x: x.dim(), 0),
        (lambda x: x.sum() * 0, 0),
        (lambda x: float(x[0]), 1),
        (lambda x: {"a": [x.dim(), x]}, 1),
        (lambda x: {"a": [x.dim(), x * 0]}, 0),
        (lambda x: torch.ones(1 + int(x[0] > 0)) * 2, 1),
        (lambda x: [1] * (1 + int(x[0] > 0)), 1),
    ],
)
def test_twins_have_different_answers(answer, twins):
    made = mixed(cases=lambda draw: [case(draw.normal(3), 1, "x")], reference=lambda x, n, how: answer(x))
    seeds = range(8)  # some draw their twin on the other side of 0
    assert {len(plan(dataclasses.replace(made, layouts=False), seed)) - 2 for seed in seeds} >= {twins}


def test_the_first_drawn_case_that_has_a_twin_gets_it():
    def cases(draw):
        return [case(torch.ones(2), 1, "x"), case(draw.normal(3), 1, "x"), case(draw.normal(4), 1, "x")]

    assert [shape for shape, *_ in twins(cases)] == [(2,), (2,), (3,), (3,), (3,), (4,), (4,)]


SOME_RULE = (Rule("SIGMOID"),)


def watched(cases, seeds=range(12), **fields):
    """The numbers of the runs that wear the tripwires, over some seeds."""
    made = dataclasses.replace(exercise(cases=lambda draw: cases, layouts=False), **fields)
    chosen = [[r.number for r in plan(made, seed) if r.call.watch] for seed in seeds]
    assert chosen == [[r.number for r in plan(made, seed) if r.call.watch] for seed in seeds]
    assert all(len(numbers) <= 1 for numbers in chosen)
    return {n for numbers in chosen for n in numbers}


def test_where_there_are_rules_one_ordinary_run_wears_the_tripwires_and_nobody_knows_which():
    one = ("float32",)
    edges = [corner(torch.ones(1), why="tiny", dtypes=one), corner(torch.ones(9), why="large", dtypes=one)]
    ordinary = [case(torch.ones(n), dtypes=one) for n in (4, 2)]
    promised = corner(torch.ones(1), why="ordinary", raises=ValueError, dtypes=one)
    for rules in ({"forbid": SOME_RULE}, {"require": SOME_RULE}):
        assert watched([*edges, promised, *ordinary], **rules) == {4, 5}
        assert watched(edges, **rules) == {1, 2}
    assert watched(ordinary) == set()


def test_each_exercise_chooses_its_own_watched_run():
    def chosen(name):
        made = exercise(cases=lambda draw: [case(torch.ones(2)) for _ in range(9)], layouts=False)
        return [r.number for r in plan(dataclasses.replace(made, id=name, forbid=SOME_RULE), 1) if r.call.watch]

    assert len({*chosen("T01.a"), *chosen("T01.b"), *chosen("T01.c"), *chosen("T01.d")}) > 1


def test_each_exercise_draws_its_own_numbers():
    drawn = {"cases": lambda draw: [case(draw.normal(3), 1, "x")], "reference": lambda x, n, how: x}
    first = plan(mixed(**drawn), 1)[0].args[0]
    second = plan(exercise(cases=lambda draw: [case(draw.normal(3))]), 1)[0].args[0]
    assert not torch.equal(first, second)


def test_a_failing_page_is_the_grader_s_fault():
    def cases(draw):
        raise KeyError("w")

    with pytest.raises(GraderFault, match=r"^T01.triple: the course page fails: KeyError: 'w'"):
        plan(exercise(cases=cases), 1)
    with pytest.raises(GraderFault, match=r"^T01.triple: the course page yields no case$"):
        plan(exercise(cases=lambda draw: []), 1)


def test_trees():
    tree = {"a": [1, (2, 3)], "b": 4}
    assert list(leaves(tree)) == [("['a'][0]", 1), ("['a'][1][0]", 2), ("['a'][1][1]", 3), ("['b']", 4)]
    assert mapped(lambda n: n * 2, tree) == {"a": [2, (4, 6)], "b": 8}
    assert at(tree, "['a'][1][0]") == 2

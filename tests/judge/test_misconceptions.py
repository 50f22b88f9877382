"""A known wrong formula is named when it does what the answer did, in every run, and is the only one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import torch

from grader.author import Draw, NewAssignment, case, corner, seen
from grader.contestant.inprocess import answers
from grader.judge.diagnosis.evidence import Evidence
from grader.judge.diagnosis.misconceptions import misconception
from grader.judge.plan import plan
from grader.judge.verdict import judge_runs
from grader.model.exercise import Exercise
from grader.model.verdict import Diagnosis, Message

PAGE = NewAssignment("A99", "a99_probe")
T = torch.tensor


@PAGE.exercise(points=1)
class mean:
    """mean of x"""

    def reference(x):
        return x.mean()

    def scale(x):
        return x.abs().mean()

    k = 16

    def cases(draw: Draw):
        yield seen(T([1.0, 2.0]))
        yield case(draw.normal(7))
        yield case(draw.normal(3))
        yield case(draw.normal(5))
        yield case(draw.normal(1), why="batch_of_one")
        yield corner(T([1e4, -1e4, 3.0]), why="extreme")
        yield corner(torch.zeros(0), raises=ValueError, why="empty")


def told(function: Callable[..., Any], exercise: Exercise = mean, **wrong: Callable[..., Any]) -> str | None:
    exercise = replace(exercise, wrong=wrong)
    runs = plan(exercise, 3)
    given = answers(function, [run.call for run in runs], exercise.parameters)
    found = misconception(Evidence(exercise, judge_runs(exercise, runs, given)))
    if found is None:
        return None
    sentence = Message("a99_probe", f"{exercise.id}.wrong.{found.id}")
    assert found == Diagnosis(found.id, "misconception", sentence)
    return found.id


def refusing(function: Callable[..., Any], error: type[Exception] = ValueError, text: str = "") -> Callable[..., Any]:
    """`function`, with the promised exception for no numbers."""

    def wrapped(x: Any) -> Any:
        if x.numel() == 0:
            raise error(text)
        return function(x)

    return wrapped


def summed(x: Any) -> Any:
    return x.sum()


SUM = refusing(summed)
MEAN = refusing(torch.mean)


def test_the_only_one_that_does_the_same() -> None:
    assert told(refusing(lambda x: x.mean() * len(x)), sum=SUM, first=lambda x: x[0]) == "sum"
    assert told(SUM, sum=SUM, again=SUM) is None
    assert told(SUM, first=lambda x: x[0]) is None
    assert told(SUM) is None


def test_a_missing_exception_is_left_aside_while_something_else_fails() -> None:
    assert told(summed, sum=SUM) == "sum"
    assert told(SUM, sum=summed) == "sum"
    assert told(torch.mean, unchecked=torch.mean, sum=summed) == "unchecked"
    assert told(torch.mean, sum=SUM) is None


def test_one_ordinary_run_that_differs_denies_it() -> None:
    for size in (2, 3, 5, 7):
        assert told(refusing(lambda x: x.sum() if len(x) != size else x[0]), sum=SUM) is None  # noqa: B023
        assert told(refusing(lambda x: x.sum() if len(x) != size else x.mean()), sum=SUM) is None  # noqa: B023
    unfinished = refusing(lambda x: x.sum() if len(x) != 5 else torch.empty(0)[0])
    assert told(unfinished, sum=SUM) is None
    assert told(SUM, sum=unfinished) is None
    # and so does a run where the formula is right and the answer is not
    assert told(SUM, sum=refusing(lambda x: x.sum() if len(x) != 5 else x.mean())) is None


def test_at_an_edge_both_may_fail_differently() -> None:
    """In the body they agree; where |x| is large the answer is wrong in a way of its own, or careful."""
    other = refusing(lambda x: x.sum() if x.abs().max() < 1e3 else x.sum() + 1)
    assert told(other, sum=SUM) == "sum"
    careful = refusing(lambda x: x.sum() if x.abs().max() < 1e3 else x.mean())
    assert told(careful, sum=SUM) == "sum"
    # a formula that agrees at the edge too is the better one
    assert told(other, sum=SUM, both=other) == "both"
    assert told(SUM, careful=careful) is None  # the formula is right at the edge, the answer is not
    # one that is wrong at the edge only has no body to agree in
    edge = refusing(lambda x: x.mean() if x.abs().max() < 1e3 else x.sum())
    assert told(edge, edge=refusing(lambda x: x.mean() if x.abs().max() < 1e3 else x.sum() + 1)) is None
    assert told(edge, edge=edge) == "edge"


@PAGE.exercise(points=1)
class mean_with_edges:
    """mean of x, where two of the three sizes stand at an edge"""

    reference = mean.reference
    scale = mean.scale

    def cases(draw: Draw):
        yield case(draw.normal(3))
        yield case(draw.normal(5))
        yield corner(T([1e4, -1e4, 3.0]), why="extreme")
        yield corner(torch.full((7,), 1e4), why="extreme")


def test_a_mistake_at_two_edges_of_which_one_agrees_is_no_known_one() -> None:
    at_edges = lambda wrong: lambda x: x.mean() if x.abs().max() < 1e3 else wrong(x)
    formula = at_edges(lambda x: x.sum())
    half = at_edges(lambda x: x.sum() if len(x) == 3 else 2 * x.sum())
    three = replace(mean_with_edges, cases=lambda draw: [case(draw.normal(2)), *mean_with_edges.cases(draw)])
    assert told(formula, three, edges=formula) == "edges"
    assert told(half, three, edges=formula) is None


def test_a_run_that_disagrees_is_no_third_size() -> None:
    other = lambda x: x.sum() if len(x) != 7 else 2 * x.sum()
    assert told(summed, mean_with_edges, sum=summed) == "sum"
    assert told(other, mean_with_edges, sum=summed) is None


def asked(function: Callable[..., Any], formula: Callable[..., Any]) -> list[int]:
    """The sizes with which the formula is called."""
    sizes: list[int] = []
    told(function, formula=refusing(lambda x: (sizes.append(len(x)), formula(x))[1]))
    return sizes


def test_the_runs_that_deny_a_formula_soonest_are_asked_first() -> None:
    # where the answer is right a formula that is so too is not denied
    assert asked(refusing(lambda x: x.mean() if len(x) != 7 else x[0]), torch.mean) == [7]
    # nor is it at an edge
    assert asked(SUM, lambda x: x.sum() if x.abs().max() > 1e3 else x.mean())[:1] == [2]


def test_a_formula_is_asked_once_for_each_answer() -> None:
    runs = plan(mean, 3)
    assert len(asked(SUM, summed)) == len([run for run in runs if not run.case.raises])


def few(*sizes: int, edge: bool = False) -> Exercise:
    def cases(draw: Draw) -> Any:
        for n in sizes:
            yield case(draw.normal(n))
        if edge:
            yield corner(torch.full((sizes[0],), 1e4), why="extreme")

    return replace(mean, cases=cases)


def test_three_sizes_or_all_there_are() -> None:
    assert told(SUM, few(3), sum=SUM) == "sum"
    assert told(SUM, few(3, 5), sum=SUM) == "sum"
    assert told(SUM, few(3, 3, 3), sum=SUM) == "sum"
    # agreement in the body alone wants three sizes, of runs that agree
    other = refusing(lambda x: x.sum() if x.abs().max() < 1e3 else x.sum() + 1)
    assert told(other, few(3, 5, 7, edge=True), sum=SUM) == "sum"
    assert told(other, few(3, 5, edge=True), sum=SUM) is None


def raising(error: type[Exception], text: str) -> Callable[..., Any]:
    def function(x: Any) -> Any:
        raise error(text.replace("N", str(len(x))))

    return function


def test_an_exception_agrees_by_type_and_text_but_for_its_numbers() -> None:
    mine = raising(RuntimeError, "shape N and -2.5e-3 differ")
    assert told(mine, same=raising(RuntimeError, "shape 12 and 7 differ")) == "same"
    assert told(mine, other=raising(RuntimeError, "shape 12 or 7 differ")) is None
    assert told(mine, other=raising(TypeError, "shape 12 and 7 differ")) is None
    assert told(mine, sum=SUM) is None
    assert told(SUM, other=mine) is None


@PAGE.exercise(points=1)
class add:
    """x + y"""

    def reference(x, y):
        return x + y

    def scale(x, y):
        return x.abs() + y.abs()

    fresh = True

    def cases(draw: Draw):
        for n in (2, 3, 5):
            yield case(draw.normal(n), draw.normal(n))


def test_a_side_effect_agrees_by_kind_and_argument() -> None:
    into_x = lambda x, y: x.add_(y).clone()
    into_y = lambda x, y: y.add_(x).clone()
    assert told(lambda x, y: x.copy_(x + y).clone(), add, x=into_x, y=into_y) == "x"
    assert told(lambda x, y: y.copy_(x + y).clone(), add, x=into_x, y=into_y) == "y"
    assert told(into_x, add, right=lambda x, y: x + y) is None
    assert told(lambda x, y: (x + y, x.zero_())[0], add, x=into_x) == "x"  # the kind counts, not what is left behind
    # the answer shares memory: another kind of side effect
    view = lambda x, y: x.add_(y)
    assert told(view, replace(add, inplace="x"), x=into_x) is None
    # wrong in value: the formula must be so too
    assert told(lambda x, y: x - y, add, x=into_x) is None
    assert told(into_x, add, minus=lambda x, y: x - y) is None
    assert told(lambda x, y: x - y, add, minus=lambda x, y: -(y - x)) == "minus"


@PAGE.exercise(points=1)
class first_doubled:
    """2 p['a']"""

    def reference(p):
        return 2 * p["a"]

    def scale(p):
        return 2 * p["a"].abs()

    def cases(draw: Draw):
        for n in (2, 3, 5):
            yield case({"a": draw.normal(n), "b": draw.normal(n)})


def test_a_side_effect_on_any_part_of_an_argument_is_on_that_argument() -> None:
    into_a = lambda p: (2 * p["a"], p["a"].add_(1))[0]
    into_b = lambda p: (2 * p["a"], p["b"].add_(1))[0]
    assert told(into_a, first_doubled, b=into_b) == "b"


@PAGE.exercise(points=1)
class double_:
    """x ← 2x"""

    def reference(x):
        return 2 * x

    scale = lambda x: x.abs()
    inplace = "x"

    def cases(draw: Draw):
        for n in (2, 3, 5):
            yield case(draw.normal(n))


def test_in_place_or_not_is_part_of_the_mistake() -> None:
    formulas = {"in_place": lambda x: x.mul_(3), "copied": lambda x: 3 * x}
    assert told(lambda x: x.copy_(3 * x), double_, **formulas) == "in_place"
    assert told(lambda x: x + 2 * x, double_, **formulas) == "copied"
    # to write the same numbers back changes nothing
    assert told(lambda x: 3 * x.add_(0), double_, **formulas) == "copied"


@PAGE.exercise(points=1)
class doubled_:
    """xs ← 2x of each x"""

    def reference(xs):
        return [2 * x for x in xs]

    scale = lambda xs: [x.abs() for x in xs]
    inplace = "xs"

    def cases(draw: Draw):
        for n in (2, 3, 5):
            yield case([draw.normal(n), draw.normal(n)])


def test_to_write_to_the_tensors_of_a_list_is_to_write_to_the_list() -> None:
    formulas = {"in_place": lambda xs: [x.mul_(3) for x in xs], "copied": lambda xs: [3 * x for x in xs]}
    assert told(lambda xs: [x.copy_(3 * x) for x in xs], doubled_, **formulas) == "in_place"
    assert told(lambda xs: [x + 2 * x for x in xs], doubled_, **formulas) == "copied"


@PAGE.exercise(points=1)
class copied:
    """x, in memory of its own"""

    def reference(x):
        return x.clone()

    fresh = True

    def cases(draw: Draw):
        for n in (2, 3, 5):
            yield case(draw.normal(n))


def test_to_share_memory_is_not_to_write_to_it() -> None:
    writes = lambda x: (x.clone(), x.add_(1))[0]
    assert told(lambda x: x, copied, writes=writes) is None
    assert told(lambda x: x, copied, writes=writes, view=lambda x: x.view(-1)) == "view"
    assert told(writes, copied, view=lambda x: x.view(-1)) is None


def test_an_answer_that_differs_from_call_to_call() -> None:
    def alternating(wrong: Callable[..., Any]) -> Callable[..., Any]:
        """Right on the first call with each input, and then no more."""
        met: Counter[tuple[Any, ...]] = Counter()

        def function(x: Any, y: Any) -> Any:
            key = (x.dtype, x.stride(), tuple(x.tolist()))
            met[key] += 1
            return x + y if met[key] == 1 else wrong(x, y)

        return function

    mine = alternating(lambda x, y: x - y)
    assert told(mine, add, other=alternating(lambda x, y: x * y)) == "other"
    assert told(mine, add, steady=lambda x, y: x * y) is None
    assert told(mine, add, right=lambda x, y: x + y) is None
    assert told(lambda x, y: x - y, add, other=alternating(lambda x, y: x - y)) is None


@pytest.mark.filterwarnings("error")
def test_a_formula_may_warn() -> None:
    import warnings

    def loud(x: Any) -> Any:
        warnings.warn("loud", stacklevel=1)
        return x.sum()

    assert told(SUM, loud=loud) == "loud"


def test_a_number_as_near_as_float32_has_it_is_not_the_same_in_float64() -> None:
    assert told(lambda x: x.sum() * (1 + 1e-7), few(3, 5, 7), sum=SUM) is None
    assert told(lambda x: x.sum() * (1 + 1e-13), few(3, 5, 7), sum=SUM) == "sum"


def test_a_right_answer_is_not_the_same_as_a_wrong_one_however_near() -> None:
    nearly = lambda x: x.mean() * (1 + 1e-12)
    assert told(nearly, few(3, 5, 7), nearly=nearly) == "nearly"
    assert told(lambda x: nearly(x) if len(x) != 5 else x.mean(), few(3, 5, 7), nearly=nearly) is None


def test_one_run_that_fails_alike_is_enough_where_others_lost_digits() -> None:
    """In float64 the answer is said to have the wrong dtype, in float32 to be wrong: both formulas are."""
    single = refusing(lambda x: x.sum().float())
    for cases in (("float32", "float64"), ("float64", "float32")):
        page = replace(mean, cases=lambda draw, d=cases: (case(draw.normal(n), dtypes=d) for n in (3, 5, 7)))
        assert told(single, page, sum=SUM) == "sum"
    only_float64 = replace(mean, cases=lambda draw: (case(draw.normal(n), dtypes=("float64",)) for n in (3, 5, 7)))
    assert told(single, only_float64, sum=SUM) is None


def test_lost_digits_are_no_known_mistake() -> None:
    nearly = lambda x: x.mean() + 1e-8  # within what float32 loses
    assert told(lambda x: x.mean().float(), nearly=refusing(nearly)) is None
    assert told(refusing(nearly), nearly=refusing(nearly)) == "nearly"

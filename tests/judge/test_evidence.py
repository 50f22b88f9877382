"""What is the same for a diagnosis, and the parts of an answer beside the expected ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import torch

from grader.author import Draw, NewAssignment, case, corner, seen
from grader.contestant.inprocess import answers
from grader.contestant.tensors import encode
from grader.judge.diagnosis.evidence import (
    Evidence,
    Part,
    agreement,
    as_tensor,
    named_arguments,
    ordinary,
    parts,
    same,
    same_values,
)
from grader.judge.findings import Judged
from grader.judge.plan import plan
from grader.judge.verdict import judge_runs
from grader.model.outcome import Raised, Returned
from grader.model.value import Dtype, Opaque, TensorValue
from tests.judge.parts import StandIn, StandInRun

T = torch.tensor
NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ([1.0, 2.0], [1.0, 2.0], True),
        ([1.0, 2.0], [1.0], False),
        ([1.0], [[1.0]], False),
        ([NAN, 1.0], [NAN, 1.0], True),
        ([NAN, 1.0], [1.0, NAN], False),
        ([INF, 1.0], [INF, 1.0], True),
        ([INF, 1.0], [-INF, 1.0], False),
        ([INF], [NAN], False),
        ([INF, NAN], [INF, NAN], True),
        ([1.0, 1.0], [1.0, INF], False),
        ([], [], True),
        # nine tenths of the allowance by the entry itself, one tenth by the largest
        ([100.0, 100.099], [100.0, 100.0], True),
        ([100.0, 100.11], [100.0, 100.0], False),
        ([100.0, 0.0099], [100.0, 0.0], True),
        ([100.0, 0.0102], [100.0, 0.0], False),
        ([100.0, 0.0], [100.0, 0.0099], True),
        ([0.0, 0.0], [0.0, 1.0], False),
        ([0.0, 0.0], [0.0, 0.0], True),
        ([NAN, 100.0, 0.0099], [NAN, 100.0, 0.0], True),
        ([INF, 0.0099], [INF, 0.0], False),
    ],
)
def test_numbers_that_are_the_same(left: Any, right: Any, expected: bool) -> None:
    assert same(T(left).double(), T(right).double(), 1e-3) is expected
    assert same(T(right).double(), T(left).double(), 1e-3) is expected


def test_slack_widens_it_entry_by_entry() -> None:
    one, other = T([1.0, 2.0]).double(), T([1.3, 2.0]).double()
    assert not same(one, other, 1e-3)
    assert same(one, other, 1e-3, T([0.31, 0.0]).double())
    assert not same(one, other, 1e-3, T([0.29, 0.5]).double())
    assert not same(one, other, 1e-3, T([0.31]).double())
    assert same(one, one + 5e-4, 1e-3, torch.zeros(2))
    # the entries that are not finite have no part in it
    assert same(T([NAN, 1.0]).double(), T([NAN, 1.3]).double(), 1e-3, T([0.0, 0.31]).double())


def tensor(values: Any, dtype: torch.dtype = torch.float32) -> Any:
    return encode(T(values, dtype=dtype))


ONE = tensor([1.0, 2.0])
NEAR = tensor([1.0, 2.0000002])


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (ONE, ONE, True),
        (ONE, NEAR, True),
        (ONE, tensor([1.0, 2.1]), False),
        (ONE, tensor([1.0, 2.1], torch.float64), False),
        (ONE, tensor([1, 2], torch.int64), False),
        (ONE, tensor([[1.0, 2.0]]), False),
        (tensor([1, 2], torch.int64), tensor([1, 2], torch.int64), True),
        (tensor([1, 2], torch.int64), tensor([1, 3], torch.int64), False),
        (tensor([1j], torch.complex64), tensor([1j], torch.complex64), True),
        (tensor([1j], torch.complex64), tensor([2j], torch.complex64), False),
        (ONE, 1.0, False),
        (1.0, ONE, False),
        (1.0, 1.0000001, True),
        (1.0, 1.1, False),
        (1.0, 1, False),
        (1, 1, True),
        (1, 2, False),
        (True, 1, False),
        ("a", "a", True),
        ("a", "b", False),
        (None, None, True),
        (Dtype("float32"), Dtype("float32"), True),
        (Dtype("float32"), Dtype("float64"), False),
        (Opaque("Linear"), Opaque("Linear"), True),
        ((ONE, 1), (NEAR, 1), True),
        ((ONE, 1), (NEAR, 2), False),
        ((ONE,), (ONE, ONE), False),
        ({"a": ONE}, {"a": NEAR}, True),
        ({"a": ONE}, {"b": ONE}, False),
        ({"a": ONE, "b": 1}, {"b": 1, "a": ONE}, True),
        ((1, (2,)), (1, (2,)), True),
        ((1, (2,)), (1, 2), False),
        ({0: 1}, (1,), False),
        ({"a": ()}, {"a": {}}, False),
        ({"a": (1,)}, {"a": [1]}, True),
        ((1, (2,)), {"a": 1}, False),
        (((), ()), ((),), False),
        ((), (), True),
    ],
)
def test_answers_that_are_the_same(left: Any, right: Any, expected: bool) -> None:
    assert same_values(left, right, 2e-5) is expected


def test_another_float_type_agrees_as_closely_as_float32_does() -> None:
    one, other = [1.0, 2.0], [1.0, 2.0 + 1e-7]
    assert not same_values(tensor(one, torch.float64), tensor(other, torch.float64), 1e-10)
    assert same_values(tensor(one, torch.float32), tensor(other, torch.float64), 1e-10)


def test_an_answer_that_went_through_float32_is_compared_as_such() -> None:
    narrow = float(torch.tensor(0.1))
    for one, other in ((narrow, 0.1), (tensor([narrow], torch.float64), tensor([0.1], torch.float64))):
        assert same_values(one, other, 1e-10)
        assert not same_values(other, one, 1e-10)


def test_how_closely_two_computations_agree() -> None:
    assert (agreement("float32"), agreement("float64"), agreement("as_is")) == (2e-5, 1e-10, 2e-5)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (T([1, 2]), [1.0, 2.0]),
        (ONE, [1.0, 2.0]),
        (T([1.0], requires_grad=True), [1.0]),
        (3, 3.0),
        (True, 1.0),
        (0.1, 0.1),
        ("a", None),
        (None, None),
        (T([1j]), None),
        (tensor([1j], torch.complex64), None),
        ([1.0], None),
    ],
)
def test_what_is_a_tensor(value: Any, expected: Any) -> None:
    found = as_tensor(value)
    if expected is None:
        assert found is None
        return
    assert found is not None
    assert (found.tolist(), found.dtype, found.requires_grad) == (expected, torch.float64, False)


PAGE = NewAssignment("A99", "a99_probe")


@PAGE.exercise(points=1)
class probe:
    """(2x, n)"""

    def reference(x, n=3, *, quiet=True):
        return 2 * x, n

    def scale(x, n=3, quiet=True):
        return x.abs(), 1

    def cases(draw: Draw):
        yield seen(T([1.0, 2.0]))
        yield case(draw.normal(3), 5)
        yield case(draw.normal(2), 7, why="square")
        yield case(draw.normal(1), 7, why="batch_of_one")
        yield corner(draw.normal(1), 7, why="ordinary")
        yield corner(T([1.0]), -1, raises=ValueError, why="ordinary")


def judged_with(function: Any) -> tuple[Judged, ...]:
    runs = [run for run in plan(probe, 5) if run.dtype == "float64"]
    return judge_runs(probe, runs, answers(function, [run.call for run in runs], probe.parameters))


def test_ordinary_runs_are_the_body_of_an_exercise() -> None:
    done = judged_with(lambda x, n=3: (2 * x, n))
    kinds = {(j.run.case.kind, j.run.case.why) for j in done if ordinary(j)}
    assert kinds == {("seen", "ordinary"), ("random", "ordinary"), ("random", "square")}
    random = next(j for j in done if j.run.case.kind == "random")
    raising = replace(random, run=replace(random.run, case=replace(random.run.case, raises="ValueError")))
    assert not ordinary(raising)


def test_parts_lie_beside_what_was_expected() -> None:
    done = judged_with(lambda x, n=3: (3 * x, n))
    first = done[0]
    one, two = parts(probe, first)
    assert (one.path, one.want.tolist(), one.got.tolist()) == ("[0]", [2.0, 4.0], [3.0, 6.0])
    assert (two.path, two.want.tolist(), two.got.tolist()) == ("[1]", 3.0, 3.0)
    assert (one.differs, two.differs) == (True, False)
    assert one.tolerance is not None
    assert one.judged is first
    assert one.run is first.run
    assert one.args["n"] == 3
    assert one.args["x"].tolist() == [1.0, 2.0]
    assert one.agreement == 1e-10
    # the judge's own tolerance is no difference
    near = replace(one, got=one.want + one.tolerance)
    assert not near.differs
    assert replace(near, tolerance=None).differs is not same(near.got, near.want, 1e-10)


@pytest.mark.parametrize(
    ("outcome", "paths"),
    [
        (Raised("ValueError", ""), []),
        (Returned(3.0), []),
        (Returned((3.0,)), []),
        (Returned((3.0, 3.0, 3.0)), []),
        (Returned([3.0, 3.0]), ["[0]", "[1]"]),
        (Returned(("a", 3.0)), ["[1]"]),
        (Returned((3.0, None)), ["[0]"]),
    ],
)
def test_an_answer_of_another_form_has_no_parts(outcome: Any, paths: list[str]) -> None:
    first = judged_with(lambda x, n=3: (2 * x, n))[0]
    other = replace(first, answer=replace(first.answer, outcome=outcome))
    assert [part.path for part in parts(probe, other)] == paths
    assert parts(probe, replace(first, run=replace(first.run, expected=None))) == ()


def test_arguments_by_name_with_their_defaults() -> None:
    assert named_arguments(probe, (1, 2, False)) == {"x": 1, "n": 2, "quiet": False}
    assert named_arguments(probe, (1,)) == {"x": 1, "n": 3, "quiet": True}
    assert named_arguments(probe, ()) == {"n": 3, "quiet": True}
    more = replace(probe, parameters=("x", "n", "quiet", "other"))
    assert named_arguments(more, (1,)) == {"x": 1, "n": 3, "quiet": True}


def test_failing_runs_and_the_one_that_tells() -> None:
    done = judged_with(lambda x, n=3: (3 * x, n))
    evidence = Evidence(probe, done)
    assert evidence.failing == tuple(j for j in done if j.finding)
    assert evidence.telling is done[0]
    assert (evidence.forwards, evidence.trace, evidence.worked) == ({}, None, None)
    assert isinstance(encode(T([1.0])), TensorValue)


def test_floats_agree_in_any_width_and_with_no_whole_number() -> None:
    half, single = (tensor([1.5, 2.0], t) for t in (torch.float16, torch.float32))
    assert same_values(half, single, 1e-5)
    assert same_values(single, half, 1e-5)
    counted, whole = tensor([1, 2], torch.int64), tensor([1.0, 2.0], torch.float16)
    assert not same_values(counted, whole, 1e-5)
    assert not same_values(whole, counted, 1e-5)


@pytest.mark.parametrize(
    ("values", "dtype", "expected"),
    [
        ([0.1, 0.7], "float64", 1e-10),  # computed in float64
        ([float(torch.tensor(0.1)), 0.5], "float64", 2e-5),  # went through float32
        ([0.5, 100.0, 0.375], "float64", 1e-10),  # every type holds these
        ([float("nan"), 0.5], "float64", 1e-10),
        ([0.1, 0.7], "float32", 2e-5),
        ([1 + 2.0**-12, 1.0], "float64", 2e-5),  # one digit more than a simple number has
        ([1 + 2.0**-11, 1.0], "float64", 1e-10),
    ],
)
def test_an_answer_that_went_through_float32_agrees_as_such(values: list[float], dtype: str, expected: float) -> None:
    got = torch.tensor(values, dtype=torch.float64)
    assert Part(StandIn(StandInRun(dtype)), "", got, got, {}).agreement == expected  # type: ignore[arg-type]

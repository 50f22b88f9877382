"""A number type too narrow on the way, and answers that are close to the right one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import torch
from torch import Tensor

from grader.author import Draw, NewAssignment, case, corner
from grader.judge.diagnosis.precision import _as_float32, _close, _error, approximate, narrow_type
from grader.judge.expect import ROUNDOFF, SAFETY
from tests.judge.parts import numbers, part
from tests.judge.probes import T, evidence, page, right, says


@pytest.mark.parametrize(
    ("off", "digits"), [(9.9e-4, 3), (1.1e-4, 3), (9e-5, 4), (1.1e-6, 5), (9e-7, 6), (1.01e-3, None), (0.5, None)]
)
def test_close_to_the_right_answer_in_every_run(off: float, digits: int | None) -> None:
    found = approximate(evidence(lambda x: right(x) * (1 + off)))
    assert found == (says("approximate", digits=digits) if digits else None)


def test_an_approximation_shows_in_runs_of_two_sizes() -> None:
    double = lambda *values: case(T(values), dtypes=["float64"])
    near = lambda x: right(x) * (1 + 1e-5)
    assert approximate(evidence(near, page(double(1.0, 2.0), double(3.0)))) is not None
    assert approximate(evidence(near, page(double(1.0, 2.0), double(3.0, 5.0)))) is None
    single = page(case(T([1.0]), dtypes=["float32"]), case(T([1.0, 2.0]), dtypes=["float32"]), double(1.0, 3.0))
    assert approximate(evidence(near, single)) is None  # the rough ones do not count
    edge = page(double(1.0, 2.0), corner(T([7.0]), why="extreme", dtypes=["float64"]))
    assert approximate(evidence(near, edge)) is None


@pytest.mark.parametrize(("off", "digits"), [(2e-4, 3), (0.03, 1), (0.3, 1)])
def test_the_digits_are_those_that_float32_keeps_too(off: float, digits: int) -> None:
    rough = lambda x: right(x) * (1 + (off if x.dtype == torch.float32 else 1e-6))
    assert approximate(evidence(rough)) == says("approximate", digits=digits)
    # what float32 does at the edges, or in another shape, says nothing about them
    edge = lambda x: right(x) * (1 + (off if x.dtype == torch.float32 and x.abs().max() > 50 else 1.1e-6))
    assert approximate(evidence(edge)) == says("approximate", digits=5)
    shaped = lambda x: (right(x) * (1 + off))[None] if x.dtype == torch.float32 else right(x) * (1 + 1.1e-6)
    assert approximate(evidence(shaped)) == says("approximate", digits=5)


def test_one_run_that_is_not_close_denies_it() -> None:
    assert approximate(evidence(lambda x: right(x) * (1 + (1e-5 if len(x) > 3 else 0.1)))) is None
    # and a dtype or a shape is no matter of digits
    assert approximate(evidence(lambda x: (right(x) * (1 + 1e-5)).float())) is None
    assert (
        approximate(evidence(lambda x: (right(x) * (1 + 1e-5))[None] if len(x) == 7 else right(x) * (1 + 1e-5))) is None
    )


@NewAssignment("A99", "a99_probe").exercise(points=1)
class pair:
    """(x², x + 1)"""

    reference = lambda x: (x * x, x + 1)
    scale = lambda x: (x * x, x.abs() + 1)
    slack = lambda x: (0.0, 1e-3)

    def cases(draw: Draw):
        yield case(draw.normal(7))
        yield case(draw.normal(3, 2))


def test_each_part_of_an_approximation() -> None:
    near = lambda x: x * x * (1 + 9e-6)
    assert approximate(evidence(lambda x: (near(x), x + 1), pair)) == says("approximate", digits=5)
    assert approximate(evidence(lambda x: (near(x), (x + 1) * (1 + 1e-4)), pair)) == says("approximate", digits=5)
    assert approximate(evidence(lambda x: (near(x), x + 2), pair)) is None
    assert approximate(evidence(lambda x: (near(x), (x + 1)[None]), pair)) is None


@pytest.mark.parametrize(
    ("want", "got", "error"),
    [
        ([2.0, -4.0], [2.5, -4.0], 0.125),
        ([2.0, -4.0], [2.0, -3.0], 0.25),
        ([2.0, torch.inf], [2.5, torch.inf], 0.25),
        ([2.0, torch.nan], [2.5, torch.nan], 0.25),
        ([2.0, torch.inf], [2.0, 3.0], torch.inf),
        ([2.0, 3.0], [2.0, torch.nan], torch.inf),
        ([torch.inf], [torch.inf], torch.inf),
        ([0.0], [1.0], torch.inf),
    ],
)
def test_how_far_off_an_answer_is(want: list[float], got: list[float], error: float) -> None:
    assert _error(part(want, got)) == error


def test_what_is_lost_altogether_is_not_close() -> None:
    assert _close(part([8.0, 1.0], [8.0, 0.875]), 2**-6)
    assert not _close(part([8.0, 1.0], [8.0, 0.75]), 2**-6)
    assert not _close(part([8.0, 0.125], [8.0, 0.0]), 2**-6)
    assert _close(part([8.0, 8e-6], [8.0, 0.0]), 2**-6)
    assert not _close(part([8.0, -8.1e-6], [8.0, 0.0]), 2**-6)
    assert _close(part([0.5, 0.0, torch.inf], [0.5, 0.0, torch.inf]), 2**-6)
    assert _close(part([8.0, 1.0], [8.0, 1.0]), 0.0)


@pytest.mark.parametrize("dtype", ["float32", "bfloat16", "float16"])
def test_a_narrower_type_on_the_way(dtype: str) -> None:
    narrow = getattr(torch, dtype)
    found = narrow_type(evidence(lambda x: right(x.to(narrow)).to(x.dtype)))
    assert found == says("precision", dtype=dtype)


def test_numbers_that_fit_a_narrow_type_by_chance_prove_nothing() -> None:
    assert narrow_type(evidence(lambda x: right(x).round())) is None
    assert narrow_type(evidence(lambda x: right(x.float()).to(x.dtype) + 1)) is None
    assert narrow_type(evidence(lambda x: (right(x.float()).to(x.dtype) * 1.001).float().to(x.dtype))) is None
    only_double = lambda x: (right(x.float()) * 1.5).to(x.dtype) if x.dtype == torch.float64 else right(x)
    assert narrow_type(evidence(only_double)) is None
    both = lambda x: (right(x.float()) * (1 + 5e-6)).to(x.dtype)
    assert narrow_type(evidence(both)) is None  # float32 itself would be closer


@pytest.mark.parametrize("dtype", ["bfloat16", "float16"])
def test_a_narrow_answer_that_is_far_off_has_another_cause(dtype: str) -> None:
    narrow = getattr(torch, dtype)
    assert narrow_type(evidence(lambda x: (right(x.to(narrow)) / 2).to(x.dtype))) is None


@pytest.mark.parametrize(("dtype", "fewest"), [("bfloat16", 6), ("float16", 3), ("float32", 3)])
def test_few_numbers_fit_by_chance(dtype: str, fewest: int) -> None:
    narrow = getattr(torch, dtype)
    told = lambda count: narrow_type(
        evidence(
            lambda x: right(x.to(narrow)).to(x.dtype),
            page(case(T([0.3, 0.7, 1.1, 1.3, 1.7, 1.9][:count]).double(), dtypes=["float64"])),
        )
    )
    assert told(fewest) == says("precision", dtype=dtype)
    assert told(fewest - 1) is None


def test_a_narrow_answer_with_a_nan_or_an_edge_that_is_far_off() -> None:
    def spoiled(value: float, where: Callable[[Tensor], bool]) -> Callable[..., Tensor]:
        def function(x: Tensor) -> Tensor:
            answer = right(x.float()).to(x.dtype)
            if x.dtype == torch.float64 and where(x):
                answer.flatten()[:1].fill_(value)
            return answer

        return function

    ordinary, edge = lambda x: len(x) == 7, lambda x: bool(x.abs().max() > 80)
    assert narrow_type(evidence(spoiled(torch.nan, ordinary))) is None
    assert narrow_type(evidence(spoiled(0.5, edge))) is None
    # a narrower type overflows sooner, at the edges
    assert narrow_type(evidence(spoiled(torch.inf, edge))) == says("precision", dtype="float32")


def test_precision_lost_in_one_of_two_parts() -> None:
    lost = lambda x: (x.float() * x.float()).to(x.dtype)
    assert narrow_type(evidence(lambda x: (lost(x), x + 1), pair)) == says("precision", dtype="float32")
    # what the page allows is not lost
    allowed = lambda x: x + 1 + 1e-5 * x.sin()
    assert narrow_type(evidence(lambda x: (lost(x), allowed(x)), pair)) == says("precision", dtype="float32")
    small = replace(pair, reference=lambda x: (x * x, x * 1e-6), scale=lambda x: (x * x, x.abs() * 1e-6))
    of_small = lambda x: (lost(x), x * 1e-6 + 1e-5 * x.sin())
    assert narrow_type(evidence(of_small, small)) == says("precision", dtype="float32")


def test_a_narrower_type_at_the_edges_alone_is_not_proof_enough() -> None:
    assert narrow_type(evidence(lambda x: right(x.float()).to(x.dtype) if x.abs().max() > 50 else right(x))) is None


def test_an_answer_of_a_narrower_type_is_told_as_such() -> None:
    assert narrow_type(evidence(lambda x: right(x).float())) is None
    assert narrow_type(evidence(lambda x: (right(x.float()) * (x.dtype == torch.float64)).tolist())) is None


def test_what_cancels_may_be_as_far_off_as_in_a_float32_run() -> None:
    large = replace(page(*(case(1000 + draw_of(n)) for n in (3, 5))), reference=lambda x: x - 1000, scale=torch.abs)
    assert narrow_type(evidence(lambda x: (x.float() - 1000).to(x.dtype), large)) == says("precision", dtype="float32")


def draw_of(n: int) -> Tensor:
    return torch.linspace(-1.1, 1.3, n, dtype=torch.float64)


@pytest.mark.parametrize(("off", "let_pass"), [(0.0, True), (1.0, True), (-1.0, True), (1.01, False), (-1.01, False)])
def test_what_a_float32_run_lets_pass(off: float, let_pass: bool) -> None:
    bound = {dtype: SAFETY * unit for dtype, unit in ROUNDOFF.items()}
    found = part([1.0, -2.0], [1.0, -2.0 + off * bound["float32"]])
    assert _as_float32(replace(found, tolerance=numbers(bound["float64"], bound["float64"]))) == let_pass


def test_a_number_that_must_be_equal_has_no_float32_run() -> None:
    assert not _as_float32(part(3.0, 2.5))

"""How much a relation that holds says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
import torch

from grader.judge.diagnosis.evidence import Part
from grader.judge.diagnosis.strength import other_part, telling, wants_every_run
from tests.judge.parts import numbers as T
from tests.judge.parts import part


def told(relation: str, factor: float, *want: Sequence[float], got: Any = None) -> bool:
    """Whether answers that are `factor` times the right ones tell that relation."""
    body = [part(list(w), [v * factor for v in w]) for w in want]
    return telling(relation, body, [(p, p.got) for p in body])


def test_two_inputs_far_from_what_is_right() -> None:
    assert told("transform.ratio_half", 0.5, [1.5, 2.5], [3.5])
    assert not told("transform.ratio_half", 0.5, [1.5, 2.5])
    assert not told("transform.ratio_half", 0.5, [1.5, 2.5], [1.5, 2.5])  # one input in two dtypes
    # as near to the right answer as a prediction may be to the answer
    assert not told("transform.ratio", 1 + 1e-9, [1.5, 2.5], [3.5])
    assert told("transform.ratio", 1 + 1e-8, [1.5, 2.5], [3.5])
    nothing = part([1.0], [2.0])
    assert not telling("transform.ratio_half", [nothing, nothing], [(nothing, None), (nothing, None)])


@pytest.mark.parametrize(("relation", "numbers"), [("offset", 1), ("ratio", 1), ("line", 2)])
def test_numbers_read_off_want_answers_to_spare(relation: str, numbers: int) -> None:
    def with_distinct(count: int, step: float) -> bool:
        values = [step * (n + 1) for n in range(count)]
        return told(f"transform.{relation}", 3.0, values, [*values, values[0]])

    assert with_distinct(numbers + 1, 1.3)
    assert not with_distinct(numbers, 1.3)
    assert with_distinct(numbers + 3, 1.0)  # of whole ones many lie on some line
    assert not with_distinct(numbers + 2, 1.0)
    flags = [0.0, 1.0] * 6
    assert told(f"transform.{relation}", 3.0, flags, flags[::-1])  # but not in so many entries
    assert not told(f"transform.{relation}", 3.0, flags[1:], flags)


def test_a_cut_leaves_some_alone() -> None:
    def cut(*want: list[float]) -> bool:
        body = [part(w, [min(max(v, -1.0), 1.0) for v in w]) for w in want]
        return telling("transform.clamped", body, [(p, p.got) for p in body])

    assert cut([-3.0, 0.5], [4.0, -0.2])
    assert not cut([-3.0, 0.5], [4.0, 0.5])
    assert not cut([-3.0, 2.0, 0.0], [4.0, -6.0])  # that is the sign
    assert not cut([-3.0, 0.5, 0.0], [4.0, 0.5])
    rounded = part([400.0, 300.0], [400.0 + 1e-9, 300.0])
    assert telling("transform.clamped", [rounded], [(part([w], [1.0]), None if w > 5 else T(1.0)) for w in (2.0, 3.0)])


def test_a_relation_that_reads_no_number_off_holds_of_whole_ones_too() -> None:
    assert told("transform.ratio_half", 0.5, [1.0, 2.0], [2.0, 1.0])


def test_relations_of_shapes_hold_at_the_edges_too() -> None:
    assert wants_every_run("transform.missing_axis")
    assert not wants_every_run("transform.ratio_half")


def runs(*pairs: tuple[tuple[float, float], tuple[float, float]]) -> list[tuple[Part, ...]]:
    return [tuple(part([w], [g], path=p) for w, g, p in zip(want, got, "ab", strict=True)) for want, got in pairs]


def test_the_value_of_another_part() -> None:
    assert other_part(runs(((1.0, 2.0), (2.0, 2.0)), ((3.0, 5.0), (5.0, 5.0))), "a") == "b"
    assert other_part(runs(((1.0, 2.0), (2.0, 2.0)), ((3.0, 5.0), (4.0, 5.0))), "a") is None
    assert other_part(runs(((1.0, 2.0), (2.0, 2.0))), "a") is None
    # where both are to be alike, nothing was taken for the other
    alike = runs(((2.0, 2.0), (2.0 + 1e-9, 2.0)), ((5.0, 5.0), (5.0 + 1e-9, 5.0)))
    assert other_part(alike, "a") is None
    assert other_part([*alike, *runs(((1.0, 2.0), (2.0, 2.0)))], "a") is None
    # an answer that lacks one of the two proves nothing
    twice = runs(((1.0, 2.0), (2.0, 2.0)), ((3.0, 5.0), (5.0, 5.0)))
    assert other_part([*twice, twice[0][:1]], "a") is None
    assert other_part([*twice, twice[0][1:]], "a") is None
    assert other_part([], "a") is None
    lone = [(part(torch.ones(1), torch.zeros(1), path="a"),)] * 2
    assert other_part(lone, "a") is None

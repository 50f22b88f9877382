"""How a relation is chosen: what it must explain, what silences it, which of several is told."""

from __future__ import annotations

import math
from typing import Any

import pytest
import torch

from grader.author import NewAssignment
from grader.judge.diagnosis import arrangements, counterfactuals, fitted, functions, relations, transforms
from grader.judge.diagnosis.evidence import Evidence, Part
from grader.judge.diagnosis.transforms import Relation
from grader.model.verdict import Diagnosis, Message
from tests.judge.parts import at_edge, in_a_right_run, numbers, part


@NewAssignment("A99", "a99_probe").exercise(points=1)
class product:
    """x · y"""

    reference = lambda x, y: x * y
    cases = lambda draw: ()


NOTHING = Evidence(product, ())


def halved(*want: float, **args: Any) -> Part:
    return part(numbers(*want), numbers(*want) / 2, **args)


HALF = Relation("transform.half", lambda p: p.want / 2)
RUNS = halved(2.0, 3.0), halved(5.0, 7.0, 9.0)


def explained(*column: Part, among: list[Relation], monkeypatch: pytest.MonkeyPatch) -> Message | None:
    """What is told of a column when there are only these candidates, which are read off its runs."""

    def candidates(evidence: Evidence, wrong: list[Part], body: list[Part]) -> Any:
        assert evidence is NOTHING
        assert {id(p) for p in body} <= {id(p) for p in column}
        assert [id(p) for p in wrong] == [id(p) for p in body if p.differs]
        yield from among

    monkeypatch.setattr(transforms, "_relations", candidates)
    return transforms._explained(NOTHING, column[0].path, column)


# -------------------------------------------------------------------------------------------------- what it explains


def test_a_relation_explains_every_run(monkeypatch: pytest.MonkeyPatch) -> None:
    told = lambda *column: explained(*column, among=[HALF], monkeypatch=monkeypatch)
    half = Message("judge", "transform.half", {"part": ""})
    assert told(*RUNS) == half
    assert told(*RUNS, halved(1.0)) == half
    assert told(*RUNS, part([2.0], [3.0])) is None
    assert told(*RUNS, part([2.0, 4.0], [2.0, 4.0])) is None  # right where half would be wrong
    assert told(*RUNS, part([0.0], [0.0])) == half
    assert told(halved(2.0, 4.0), halved(4.0, 2.0)) == half  # of two numbers only
    assert told(RUNS[1]) is None  # one input
    assert told(halved(2.0), halved(3.0)) is None  # two numbers


def test_the_part_and_the_params_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    column = [halved(2.0, 3.0, path="[1]"), halved(5.0, 7.0, path="[1]")]
    relation = Relation("transform.half", HALF.predict, {"argument": "x"})
    found = explained(*column, among=[relation], monkeypatch=monkeypatch)
    assert found == Message("judge", "transform.half", {"part": "[1]", "argument": "x"})


def test_edges_do_not_deny_what_the_body_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    told = lambda *column: explained(*column, among=[HALF], monkeypatch=monkeypatch)
    assert told(*RUNS, at_edge(part([2.0], [9.0]))) is not None
    assert told(*RUNS, at_edge(part([2.0], [math.nan]))) is not None
    assert told(*RUNS, part([2.0], [math.nan])) is not None  # a class of its own
    # where the body is right, or shows too little, the edges are asked
    right = part([1.0, 2.0], [1.0, 2.0]), part([7.0], [7.0])
    edges = [at_edge(run) for run in RUNS]
    zeros = [at_edge(run) for run in (part([0.0, 2.0], [0.0, 1.0]), part([0.0, 4.0], [0.0, 2.0]))]
    assert told(*edges) is not None
    assert told(*edges, right[0]) is None
    assert told(*zeros, part([0.0], [0.0])) is not None
    # but not over a body that is lost altogether
    assert told(*edges, part([2.0], [math.nan])) is None
    assert told(*edges, at_edge(part([2.0], [math.inf]))) is not None
    assert told(*RUNS, at_edge(part([2.0], [9.0])), at_edge(part([2.0], [9.0]))) is not None


def test_the_place_is_told_where_the_body_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    lost = part([1.0, 2.0, 3.0], [math.nan, 2.0, 3.0], x=numbers(-1.0, 2.0, 3.0))
    also = part([4.0, 5.0, 6.0], [4.0, math.nan, math.nan], x=numbers(1.0, -2.0, -3.0))
    found = explained(lost, also, among=[HALF], monkeypatch=monkeypatch)
    assert found == Message("judge", "transform.only_negatives", {"part": "", "argument": "x"})


def test_a_cut_is_told_that_holds_throughout(monkeypatch: pytest.MonkeyPatch) -> None:
    cut = Relation("transform.clamped", lambda p: p.want.clamp(min=0))
    below, above = part([-1.0, 2.0], [0.0, 2.0]), part([5.0, -3.0], [5.0, 0.0])
    told = lambda *column: explained(*column, among=[cut], monkeypatch=monkeypatch)
    clamped = Message("judge", "transform.clamped", {"part": ""})
    assert told(below, above) == clamped
    assert told(below, above, at_edge(part([-9.0], [0.0]))) == clamped
    assert told(below, above, at_edge(part([-9.0], [-9.0]))) is None
    assert told(below, part([5.0, -math.inf], [5.0, 0.0])) is None  # one finite answer shows nothing
    assert told(below, above, part([5.0, -math.inf], [5.0, 0.0])) == clamped
    both = explained(
        below,
        above,
        at_edge(part([-9.0], [-9.0])),
        among=[cut, Relation("transform.other", cut.predict)],
        monkeypatch=monkeypatch,
    )
    assert both == Message("judge", "transform.other", {"part": ""})


def test_one_number_everywhere_shows_no_more_than_that_number(monkeypatch: pytest.MonkeyPatch) -> None:
    ones = part([2.0, 3.0], [1.0, 1.0]), part([5.0, 7.0], [1.0, 1.0])
    one = Relation("transform.ones", lambda p: torch.ones_like(p.want))
    other = Relation("transform.other", lambda p: torch.ones_like(p.want))
    told = lambda *column, among: explained(*column, among=among, monkeypatch=monkeypatch)
    assert told(*ones, among=[other]) is None
    assert told(*ones, among=[other, one]) == Message("judge", "transform.ones", {"part": ""})
    zeros = Relation("transform.zeros", lambda p: torch.zeros_like(p.want))
    nothing = part([2.0, 3.0], [0.0, 0.0]), part([5.0, 7.0], [0.0, 0.0])
    assert told(*nothing, among=[zeros]) == Message("judge", "transform.zeros", {"part": ""})
    # at the edges too
    assert told(*ones, at_edge(part([7.0], [1.0])), among=[one]) is not None
    assert told(*ones, at_edge(part([7.0], [3.0])), among=[one]) is None
    assert told(*RUNS, at_edge(part([7.0], [3.0])), among=[HALF]) is not None


def test_what_is_no_evidence_for_one_may_be_for_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    some_line = Relation("transform.line", HALF.predict)  # two whole numbers lie on many
    found = explained(halved(2.0, 4.0), halved(4.0, 2.0), among=[some_line, HALF], monkeypatch=monkeypatch)
    assert found == Message("judge", "transform.half", {"part": ""})


def test_of_two_shapes_the_one_that_the_edges_have_too(monkeypatch: pytest.MonkeyPatch) -> None:
    tall = part([[1.0], [2.0]], [1.0, 2.0]), part([[3.0], [4.0], [5.0]], [3.0, 4.0, 5.0])
    single = at_edge(part([[6.0]], 9.0))  # whatever the number, its shape tells
    column = Relation("transform.missing_axis", lambda p: p.want[:, 0])
    rows = Relation("transform.missing_axis", lambda p: p.want[:, 0] if len(p.want) > 1 else None)
    squeezed = Relation("transform.squeezed", lambda p: p.want.squeeze())

    def told(*parts: Part, among: list[Relation]) -> str:
        found = explained(*parts, among=among, monkeypatch=monkeypatch)
        assert found is not None
        return found.id

    assert told(*tall, among=[column, squeezed]) == "transform.missing_axis"
    assert told(*tall, single, among=[column, squeezed]) == "transform.squeezed"
    assert told(*tall, single, among=[rows, squeezed]) == "transform.squeezed"
    # where none has the shape of the edges, that of the body counts
    flattened = Relation("transform.flattened", column.predict)
    assert told(*tall, single, among=[column]) == "transform.missing_axis"
    assert told(*tall, single, among=[column, flattened]) == "transform.missing_axis"
    # a relation of numbers does not ask for the shape of the edges
    half, other = HALF, Relation("transform.other", lambda p: (p.want / 2).squeeze())
    wide = at_edge(part([[6.0]], 9.0))
    assert told(*RUNS, wide, among=[half, other]) == "transform.half"


def test_a_place_where_no_relation_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    first = part([1.0, 2.0, 3.0], [1.5, 2.0, 3.0], path="s", x=numbers(-1.0, 2.0, 3.0))
    second = part([4.0, 5.0, 6.0], [4.0, 5.5, 6.5], path="s", x=numbers(1.0, -2.0, -3.0))
    told = lambda *column: explained(*column, among=[], monkeypatch=monkeypatch)
    assert told(first, second) == Message("judge", "transform.only_negatives", {"part": "s", "argument": "x"})
    # edges count: they may deny it
    edge = part([1.0, 2.0], [1.0, 2.5], x=numbers(-1.0, 2.0))
    assert told(first, second, at_edge(edge)) is None
    assert told(first, second, at_edge(part([1.0], [math.nan], x=numbers(2.0)))) is not None
    assert told(*RUNS) is None


@pytest.mark.parametrize(
    ("wants", "enough"),
    [
        ([[1.0, 2.0], [3.0]], True),
        ([[1.0], [2.0]], False),
        ([[1.0, 2.0, 3.0]], False),
        ([[1.0, 2.0], [1.00001, 2.00001]], False),  # one input in two dtypes
        ([[1.0, 2.0], [1.0002, 2.0]], True),
        ([[*range(8), 1.0], [*range(8), 2.0]], False),  # the first eight tell them apart
        ([[*range(7), 1.0], [*range(7), 2.0]], True),
    ],
)
def test_how_many_inputs_and_numbers_it_takes(wants: list[list[float]], enough: bool) -> None:
    assert transforms._enough([halved(*want) for want in wants]) is enough


def test_flags_agree_with_much() -> None:
    def enough(*got: float) -> bool:
        return transforms._enough([part([0.3 + n / 10], [value]) for n, value in enumerate(got)])

    assert enough(0.0, 0.0, 0.0)  # one value only is a case of its own
    assert not enough(0.0, 0.0, 1.0)
    assert enough(0.0, 0.0, 1.0, 1.0)
    assert enough(0.0, 0.0, 0.5)
    beside_more = part([0.3], [0.0]), part([0.4], [1.0]), part([0.5, 0.6], [0.0, 1.0])
    assert transforms._enough(beside_more)


def test_a_cut_is_one_throughout() -> None:
    def cut(*every: Part, wrong: int = 2) -> bool:
        clamped = Relation("transform.clamped", lambda p: p.want.clamp(max=1.0))
        return transforms._cut_throughout(clamped, every[:wrong], every)

    below = part([1.5, 0.5], [1.0, 0.5]), part([3.0], [1.0])
    assert cut(*below, part([0.2], [0.2]))
    assert not cut(*below, at_edge(part([7.0], [7.0])))
    assert not cut(below[0], part([math.inf], [1.0]))  # one finite number says little


def test_a_place_may_be_where_nothing_finite_came(monkeypatch: pytest.MonkeyPatch) -> None:
    column = [
        part([1.0, want, 3.0], [1.0, math.nan, 3.0], path="s", x=numbers(-1.0, 0.0, 3.0)) for want in (2.0, 4.0, 5.0)
    ]
    found = explained(*column, among=[], monkeypatch=monkeypatch)
    assert found == Message("judge", "transform.only_zeros", {"part": "s", "argument": "x"})


def test_what_overflowed() -> None:
    overflowed = lambda want, got: transforms._overflowed(part(want, got))
    assert overflowed([1.0, 2.0], [1.0, math.inf])
    assert overflowed([1.0, 2.0], [math.nan, 2.0])
    assert not overflowed([1.0, 2.0], [1.0, 3.0])
    assert not overflowed([1.0, math.inf], [1.0, math.inf])


def test_which_numbers_count_as_predicted() -> None:
    holds = lambda want, got, guess, **more: transforms._holds(
        Relation("r", lambda p: None if guess is None else torch.tensor(guess, dtype=torch.float64)),
        part(want, got, **more),
    )
    assert holds([2.0], [0.7], [0.7])
    assert holds([2.0], [0.7], [0.7 * (1 + 1.95e-9)])  # twenty roundings
    assert not holds([2.0], [0.7], [0.7 * (1 + 2.05e-9)])
    assert not holds([2.0], [0.7], None)
    assert holds([2.0], [2.0], [2.0])
    assert not holds([0.7], [0.7 * (1 + 1.5e-9)], [0.7])  # it predicts the right answer, and a wrong one came
    wide = part([2.0], [0.7])
    loose = Part(wide.judged, "", wide.want, wide.got, {}, numbers(0.1))
    assert transforms._holds(Relation("r", lambda p: numbers(0.75)), loose)
    assert not transforms._holds(Relation("r", lambda p: numbers(0.85)), loose)
    near = Part(wide.judged, "", numbers(0.9), numbers(0.75), {}, numbers(0.1))
    assert not transforms._holds(Relation("r", lambda p: numbers(0.82)), near)  # which would have been accepted


# -------------------------------------------------------------------------------------------------- which one is told


def of(name: str, argument: str | None = None, factor: float = 0.5) -> Relation:
    return Relation(f"transform.{name}", lambda p: p.want * factor, {"argument": argument} if argument else {})


@pytest.mark.parametrize(
    ("candidates", "told"),
    [
        ([of("one"), of("two")], [("one", {}), ("two", {})]),  # the first is told
        ([of("one", factor=2.0), of("two")], [("two", {})]),
        ([of("extra", "x"), of("extra", "y")], [("extra", {"argument": "x"}), ("extra", {"argument": "y"})]),
        ([of("as_if_zero", "x"), of("as_if_zero", "y", 2.0)], [("as_if_zero", {"argument": "x"})]),
        ([of("as_if_zero", "x"), of("as_if_one", "y")], [("as_if_zero", {"argument": "x"}), ("as_if_one", {"argument": "y"})]),
        ([of("as_if_zero", "x"), of("as_if_zero", "x")], [("as_if_zero", {"argument": "x"})] * 2),
        # the same of another argument: neither, or where that is usual, both
        ([of("as_if_zero", "x"), of("as_if_zero", "y")], []),
        ([of("as_if_zero", "x"), of("as_if_zero", "y"), of("as_if_truncated", "x")], []),
        ([of("as_if_zero", "x"), of("as_if_zero", "y"), of("as_if_truncated", "x"), of("two")], [("two", {})]),
        ([*(of("as_if_zero", name) for name in "xy"), *(of("as_if_one", name) for name in "zw"), of("as_if_truncated", "x")], []),
        # rounded or cut, where both do the same
        ([of("as_if_rounded", "x"), of("as_if_truncated", "x")], []),
        ([of("as_if_rounded", "x"), of("as_if_truncated", "y")], [("as_if_rounded", {"argument": "x"}), ("as_if_truncated", {"argument": "y"})]),
        ([of("as_if_halved", "x"), of("as_if_halved", "y")], [("as_if_halved_either", {"first": "x", "second": "y"}), ("as_if_halved", {"argument": "y"})]),
        ([of("as_if_halved", "x"), of("as_if_halved", "y"), of("as_if_halved", "z")], []),
        ([of("as_if_exchanged"), of("as_if_exchanged")], [("as_if_exchanged", {})] * 2),
    ],
)  # fmt: skip
def test_changes_of_two_arguments_that_do_the_same(candidates: list[Relation], told: list[Any]) -> None:
    found = list(transforms._unambiguous(iter(candidates), RUNS))
    assert [(r.id.removeprefix("transform."), r.params) for r in found] == told
    assert all(r.predict(RUNS[0]).equal(RUNS[0].got) for r in found)  # type: ignore[union-attr]


def test_the_candidates_the_plainest_first() -> None:
    wrong = [part([2.0, 4.0], [2.5, 4.5], x=numbers(1.0, 2.0), y=2.0), part([6.0], [6.5], x=numbers(3.0), y=2.0)]
    found = list(transforms._relations(NOTHING, wrong, wrong))
    both = ("x", "y")
    expected = [
        *(("is_argument", {"argument": name}) for name in both),
        *((name, {}) for name in relations.CONSTANTS),
        *((name, {"size": "x.shape[0]", "value": 2}) for name in relations.SIZE_FACTORS),
        *((name, {"argument": argument}) for argument in both for name in relations.WITH_ARGUMENT),
        *((name, {}) for name in (*relations.FUNCTIONS, *relations.REDUCTIONS)),
        ("extra_axes", {}),
        *(("function_of_argument", {"function": written}) for written, _ in functions.of_one(both)),
        *((kind, params) for kind, params, _ in counterfactuals.counterfactuals(product, wrong)),
        *(("function_of_argument", {"function": written}) for written, _ in functions.of_one(both, functions.SLOPES)),
        *(("function_of_argument", {"function": written}) for written, _ in functions.of_two(both)),
        *((kind, params) for kind, params, _ in fitted.fitted(wrong)),
        *((kind, params) for kind, params, _ in arrangements.arrangements()),
    ]
    assert [(r.id, r.params) for r in found] == [(f"transform.{name}", params) for name, params in expected]


@pytest.mark.parametrize(
    ("name", "params", "guess"),
    [
        ("is_argument", {"argument": "y"}, [5.0, 0.25]),
        ("ratio_two", {}, [4.0, 8.0]),
        ("ratio_n", {"size": "x.shape[0]", "value": 2}, [4.0, 8.0]),
        ("extra_term", {"argument": "y"}, [7.0, 4.25]),
        ("squared", {}, [4.0, 16.0]),
        ("function_of_argument", {"function": "1 / y"}, [0.2, 4.0]),
        ("as_if_doubled", {"argument": "x"}, [4.0, 2.0]),
        ("function_of_argument", {"function": "x - y"}, [-4.6, 3.75]),
        ("offset", {"offset": "0.5"}, [2.5, 4.5]),
        ("flipped", {"axis": 0}, [4.0, 2.0]),
    ],
)
def test_what_a_candidate_predicts(name: str, params: Any, guess: list[float]) -> None:
    args = {"x": numbers(0.4, 4.0), "y": numbers(5.0, 0.25)}
    wrong = [part([2.0, 4.0], [2.5, 4.5], **args), part([6.0], [6.5], x=numbers(3.0), y=numbers(2.0))]
    (predict,) = [
        r.predict
        for r in transforms._relations(NOTHING, wrong, wrong)
        if (r.id, r.params) == (f"transform.{name}", params)
    ]
    found = predict(wrong[0])
    assert found is not None
    torch.testing.assert_close(found, torch.tensor(guess, dtype=torch.float64))


def test_a_missing_reduction_and_axes_too_many_are_candidates() -> None:
    rows, tall = part(2.0, [1.0, 3.0]), part([1.0, 2.0], [[[1.0], [2.0]]])
    predict = {r.id: r.predict for r in transforms._relations(NOTHING, [rows], [rows])}
    assert predict["transform.not_averaged"](rows) is rows.got
    assert predict["transform.not_summed"](rows) is None
    assert predict["transform.extra_axes"](tall).tolist() == [[[1.0], [2.0]]]  # type: ignore[union-attr]


def test_which_words_an_argument_may_be_is_read_off_all_runs() -> None:
    page = NewAssignment("A99", "a99_probe").exercise(points=1)(
        type("worded", (), {"reference": staticmethod(lambda way: 1.0), "cases": staticmethod(lambda draw: ())})
    )
    runs = [part([2.0], [2.5], way="up"), part([6.0], [6.5], way="down")]
    found = list(transforms._relations(Evidence(page, ()), runs[:1], runs))
    assert [r.params["value"] for r in found if r.id == "transform.as_if_fixed"] == ["down", "up"]


def test_factors_by_every_size_and_by_two() -> None:
    wrong = [part([2.0], x=torch.zeros(2, 3), n=5), part([6.0], x=torch.zeros(7, 3), n=11)]
    found = list(transforms._by_size(wrong))
    sizes = ("x.shape[0]", 2), ("x.numel()", 6), ("n", 5)
    assert [(r.id.removeprefix("transform."), r.params) for r in found] == [
        *((name, {"size": size, "value": value}) for size, value in sizes for name in relations.SIZE_FACTORS),
        *(
            ("ratio_sizes", {"size": size, "other": other})
            for size, _ in sizes for other, _ in sizes if size != other
        ),
    ]  # fmt: skip
    assert found[0].predict(wrong[1]).tolist() == [42.0]  # type: ignore[union-attr]
    assert found[-1].params == {"size": "n", "other": "x.numel()"}
    assert found[-1].predict(wrong[0]).item() == pytest.approx(2 * 5 / 6)  # type: ignore[union-attr]


# -------------------------------------------------------------------------------------------------- parts of a tuple


def row(*pairs: tuple[Any, Any]) -> tuple[Part, ...]:
    """One run with several parts, each the right number and the given one."""
    return tuple(part(want, got, path=f"[{n}]") for n, (want, got) in enumerate(pairs))


def test_the_paths_that_are_wrong_somewhere() -> None:
    runs = [row(([1.0], [1.0]), ([2.0], [3.0]), ([4.0], [4.0])), row(([1.0], [2.0]), ([2.0], [3.0]), ([4.0], [4.0]))]
    assert transforms._wrong_paths(runs) == ["[1]", "[0]"]
    assert transforms._wrong_paths([tuple(map(in_a_right_run, runs[0]))]) == []
    assert transforms._wrong_paths([]) == []


def test_a_part_that_not_every_wrong_answer_has_is_no_evidence() -> None:
    long, short = row(([1.0], [2.0]), ([2.0], [3.0])), row(([1.0], [2.0]))
    assert transforms._wrong_paths([long, short]) == ["[0]"]
    assert transforms._wrong_paths([long, row(([1.0], [1.0]))]) == ["[0]", "[1]"]


def turned(*order: int, runs: int = 2) -> list[tuple[Part, ...]]:
    """Answers of as many parts, of which each stands in the place of another."""
    found = []
    for n in range(runs):
        wants = [numbers(float(10 * i + n + 1), float(i - n)) for i in range(len(order))]
        found.append(row(*((want, wants[i]) for want, i in zip(wants, order, strict=True))))
    return found


def swapped(first: str, second: str) -> Diagnosis:
    return Diagnosis(
        "transform.swapped", "transform", Message("judge", "transform.swapped", {"first": first, "second": second})
    )


def reordered(order: str) -> Diagnosis:
    return Diagnosis("transform.reordered", "transform", Message("judge", "transform.reordered", {"order": order}))


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ((1, 0), swapped("[0]", "[1]")),
        ((2, 1, 0), swapped("[0]", "[2]")),
        ((0, 2, 1), swapped("[1]", "[2]")),
        ((1, 0, 2, 3, 4), swapped("[0]", "[1]")),
        ((0, 1, 2, 4, 3), swapped("[3]", "[4]")),
        ((1, 2, 0), reordered("[1], [2], [0]")),
        ((2, 0, 1), reordered("[2], [0], [1]")),
        ((1, 0, 3, 2), reordered("[1], [0], [3], [2]")),
        ((3, 2, 1, 0), reordered("[3], [2], [1], [0]")),
        ((1, 2, 0, 3), None),  # one of four in its place: too many ways
        ((1, 2, 3, 4, 0), None),
        ((0, 1, 2), None),
        ((0,), None),
    ],
)
def test_parts_that_changed_places(order: tuple[int, ...], expected: Diagnosis | None) -> None:
    assert transforms._swapped(turned(*order)) == expected


def test_places_are_changed_in_every_run_that_has_numbers() -> None:
    two, three = turned(1, 0), turned(1, 2, 0)
    assert transforms._swapped(two[:1]) is None
    assert transforms._swapped(three[:1]) is None
    assert transforms._swapped([*two, row(([1.0], [1.0]), ([2.0], [2.0]))]) is None
    assert transforms._swapped([*three, turned(0, 1, 2, runs=1)[0]]) is None
    assert transforms._swapped([*two, row(([1.0], [1.0]), ([1.0], [1.0]))]) is not None  # here it cannot be seen
    assert transforms._swapped([*two, row(([1.0], [math.nan]), ([2.0], [9.0]))]) is not None
    assert transforms._swapped([*two, row(([1.0], [5.0]))]) is not None  # of one part
    assert transforms._swapped([*three, row(([1.0], [2.0]), ([2.0], [1.0]))]) is None
    assert transforms._swapped([*turned(0, 2, 1), row(([1.0], [2.0]), ([2.0], [1.0]))]) is None
    edges = [tuple(map(at_edge, found)) for found in two]
    assert transforms._swapped(edges) is None
    assert transforms._swapped([edges[0], two[1]]) is not None


def test_places_up_to_rounding() -> None:
    def off(by: float, place: int, *order: int) -> list[tuple[Part, ...]]:
        return [
            tuple(
                Part(p.judged, p.path, p.want, p.got * (1 + by) if n == place else p.got, {})
                for n, p in enumerate(found)
            )
            for found in turned(*order)
        ]

    for order in ((1, 0), (1, 2, 0)):
        for place in (0, 1):
            assert transforms._swapped(off(1.95e-9, place, *order)) is not None
            assert transforms._swapped(off(2.05e-9, place, *order)) is None
    assert transforms._swapped(off(1e-3, 2, 1, 0, 2)) is None  # the third is wrong as well


# -------------------------------------------------------------------------------------------------- all of it


def test_of_several_wrong_parts_the_first_that_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = {
        1: row(([1.0, 2.0], [1.7, 2.1]), ([2.0, 3.0], [1.0, 1.5]), ([4.0], [4.0])),
        2: row(([3.0, 5.0], [3.1, 5.9]), ([6.0, 7.0], [3.0, 3.5]), ([4.0], [4.0])),
    }
    asked: list[Any] = []

    def explained(evidence: Evidence, path: str, column: list[Part]) -> Message | None:
        assert evidence.exercise is product
        assert {p.path for p in column} == {path}
        asked.append([p.path for p in column])
        return Message("judge", "transform.half", {"part": path}) if path == "[1]" else None

    monkeypatch.setattr(transforms, "_explained", explained)
    assert found_in(runs, monkeypatch) == Diagnosis(
        "transform.half", "transform", Message("judge", "transform.half", {"part": "[1]"})
    )
    assert asked == [["[0]", "[0]"], ["[1]", "[1]"]]


def test_a_part_that_has_the_value_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = {
        1: row(([1.0], [2.0]), ([2.0], [2.0])),
        2: row(([3.0], [5.0]), ([5.0], [5.0])),
        3: tuple(map(at_edge, row(([7.0], [9.0]), ([8.0], [8.0])))),  # the edges are not asked
    }
    told = Message("judge", "transform.is_part", {"part": "[0]", "other": "[1]"})
    assert found_in(runs, monkeypatch) == Diagnosis("transform.is_part", "transform", told)
    runs[4] = row(([7.0], [9.0]), ([8.0], [8.0]))
    assert found_in(runs, monkeypatch) is None


def found_in(runs: dict[int, tuple[Part, ...]], monkeypatch: pytest.MonkeyPatch) -> Diagnosis | None:
    """The relation of runs whose parts are given."""
    done = tuple(found[0].judged for found in runs.values())
    by_run = {id(judged): found for judged, found in zip(done, runs.values(), strict=True)}

    def parts(exercise: Any, judged: Any) -> tuple[Part, ...]:
        assert exercise is product
        return by_run[id(judged)]

    monkeypatch.setattr(transforms, "parts", parts)
    return transforms.transform(Evidence(product, done))

"""Whole findings and verdicts, from hand-made answers to planned runs."""

import dataclasses

import pytest
import torch

from grader.author import case, corner, seen
from grader.contestant.tensors import encode
from grader.errors import GraderFault
from grader.judge.accept import parts_right
from grader.judge.compare import Mismatch
from grader.judge.expect import Leaf
from grader.judge.findings import Finding, judged
from grader.judge.plan import plan
from grader.judge.scoring import earned, groups
from grader.judge.verdict import judge_runs, most_telling
from grader.model.outcome import Alias, Answer, Behaviour, Died, Place, Raised, Returned, TimedOut, Touched, Unusable
from grader.model.verdict import Breach, FailingCase, Group, Message, Picture, Verdict
from tests.judge.test_expect import exercise
from tests.judge.test_findings import behaving, cases, in_place, judge, right, wrong

HERE = Place("a.py", 3)


def answered(value, **fields):
    return Answer(Returned(encode(value)), **fields)


def finding(answer, **fields):
    """What is found in the first run of an exercise, given what is answered to it."""
    made = exercise(**{"cases": cases, "scale": lambda x: x.abs() * 3, "layouts": False, **fields})
    run = plan(made, 1)[0]
    return judged(made, run, answer(run)).finding


@pytest.mark.parametrize(
    ("outcome", "found"),
    [
        (Raised("TypeError", "no", HERE), Finding("raised", {"type": "TypeError", "message": "no"}, place=HERE)),
        (Raised("E", "m", HERE, todo=True), Finding("todo", {"type": "E", "message": "m"}, place=HERE)),
        (TimedOut(2.345), Finding("timeout", {"seconds": 2.3})),
        (Died("signal 9"), Finding("died", {"how": "signal 9"})),
        (Unusable("not_loaded", "SyntaxError", HERE), Finding("not_loaded", {"detail": "SyntaxError"}, place=HERE)),
    ],
)
def test_what_is_said_where_nothing_was_returned(outcome, found):
    assert finding(lambda run: Answer(outcome)) == found


def test_an_outcome_of_no_known_kind_is_a_fault():
    with pytest.raises(TypeError, match="no outcome: 'lost'"):
        finding(lambda run: Answer("lost"))


def test_what_is_said_of_a_promised_error():
    def found(outcome):
        promise = corner(torch.tensor([1.0]), why="mixed_shapes", raises=ValueError)
        return finding(lambda run: Answer(outcome), cases=lambda draw: [promise])

    assert found(Returned(None)) == Finding("no_error", {"type": "ValueError"})
    other = {"type": "ValueError", "got": "TypeError", "message": "no"}
    assert found(Raised("TypeError", "no", HERE)) == Finding("other_error", other, place=HERE)
    assert found(Raised("ValueError", "no", HERE)) is None
    todo = {"type": "ValueError", "message": "no"}
    assert found(Raised("ValueError", "no", HERE, todo=True)) == Finding("todo", todo, place=HERE)


def test_what_was_done_on_the_way_to_a_missing_error_is_not_said():
    made = exercise(cases=cases, layouts=False)
    run = plan(made, 1)[-1]
    answer = Answer(Returned(None), Behaviour(touched=(Touched("x", values=True),)))
    assert judged(made, run, answer).purity is None


def test_a_mismatch_is_said_with_its_part():
    params = {"expected": "Tensor", "got": "int"}
    assert finding(lambda run: answered(1)) == Finding("type", {**params, "part": ""}, Mismatch("type", "", params))
    found = finding(lambda run: answered((run.args[0] * 3, 1)), reference=lambda x: (x * 3, x))
    assert found == Finding("type", {**params, "part": "[1]"}, Mismatch("type", "[1]", params))


@pytest.mark.parametrize(
    ("behaviour", "fields", "kind", "params"),
    [
        ({"touched": (Touched("x[1]", values=True),)}, {}, "mutated", {"argument": "x[1]"}),
        ({"touched": (Touched("x", storage=True),)}, {}, "mutated", {"argument": "x"}),
        ({"touched": (Touched("x[0]", version=True),)}, {}, "undone", {"argument": "x[0]"}),
        ({"touched": (Touched("x[0]", metadata=True),)}, {}, "metadata", {"argument": "x[0]"}),
        ({"aliases": (Alias("", "x[2]"),)}, {"fresh": True}, "shares_memory", {"argument": "x[2]"}),
        ({"aliases": (Alias("", "y"),)}, {"view_of": "x"}, "not_a_view", {"argument": "x"}),
        ({"repeats": False}, {}, "unstable", {}),
    ],
)
def test_what_is_said_of_side_effects(behaviour, fields, kind, params):
    assert finding(behaving(**behaviour), **fields) == Finding(kind, params)


def test_a_view_of_a_part_is_a_view():
    assert finding(behaving(aliases=(Alias("", "x[0]"),)), view_of="x") is None


def test_an_answer_without_entries_shares_no_memory():
    empty = {"cases": lambda draw: [corner(torch.ones(0, 2), why="empty")], "view_of": "x"}
    assert finding(right, **empty) is None
    one = {"cases": lambda draw: [corner(torch.ones(1, 2), why="tiny")], "view_of": "x"}
    assert finding(right, **one).kind == "not_a_view"
    assert finding(lambda run: answered((run.args[0],)), reference=lambda x: (x,), view_of="x").kind == "not_a_view"


IN_PLACE = {"inplace": "x", "cases": lambda draw: [seen(torch.ones(2))]}


def test_what_is_said_where_the_argument_was_not_changed_itself():
    values = {"wrong": 2, "of": 2, "index": " [0]", "expected": "3.0", "got": "1.0"}
    found = finding(lambda run: in_place(run, run.args[0]), **IN_PLACE)
    assert found == Finding("not_in_place", {"argument": "x"}, Mismatch("value", "", values, (0, 1), 0))
    found = finding(lambda run: in_place(run, run.args[0] * 3, same=False), **IN_PLACE)
    assert found == Finding("not_in_place", {"argument": "x"})


def test_changing_the_argument_in_place_excuses_that_argument_only():
    def answer(*touched):
        return lambda run: dataclasses.replace(
            in_place(run, run.args[0] * 3),
            behaviour=dataclasses.replace(in_place(run, run.args[0] * 3).behaviour, touched=touched),
        )

    changed = Touched("x", values=True)
    assert finding(answer(changed, Touched("x[0]", values=True)), **IN_PLACE, fresh=True) is None
    assert finding(answer(changed, Touched("y", values=True)), **IN_PLACE).params == {"argument": "y"}
    assert finding(answer(Touched("y", metadata=True), changed), **IN_PLACE).params == {"argument": "y"}


def test_a_part_of_the_argument_may_be_shared_where_it_is_changed_in_place():
    def answer(run):
        behaviour = Behaviour(
            aliases=(Alias("", "x[0]"), Alias("", "x", True)), arguments_after=(encode(run.args[0] * 3),)
        )
        return dataclasses.replace(right(run), behaviour=behaviour)

    assert finding(answer, **IN_PLACE, fresh=True) is None


def test_loose_scalars_reach_the_answer_and_the_argument():
    loose = {"scalar": "loose", "cases": lambda draw: [seen(torch.tensor(1.0))]}
    assert finding(lambda run: answered(3.0), **loose) is None
    assert finding(lambda run: answered(torch.tensor([3.0])), **loose, accept=lambda got, x: True) is None
    behaviour = Behaviour(aliases=(Alias("", "x", True),), arguments_after=(encode(torch.tensor([3.0])),))
    changed = finding(lambda run: answered(torch.tensor(3.0), behaviour=behaviour), **loose, inplace="x")
    assert changed is None


@pytest.mark.parametrize("at", [1.0, float("inf")])
def test_gradients_count_at_finite_inputs_only(at):
    bad = Returned((encode(torch.tensor([float("nan")])),))
    fields = {"cases": lambda draw: [seen(torch.tensor([at]))], "differentiable": True}
    found = finding(lambda run: dataclasses.replace(right(run), gradients=bad), **fields)
    assert found == (Finding("gradient_nonfinite") if at == 1.0 else None)
    assert finding(right, **fields) is None
    assert finding(lambda run: dataclasses.replace(right(run), gradients=Raised("E", "m")), **fields) is None


def test_what_a_page_accepts_may_be_a_plain_truth_and_a_plain_answer():
    fields = {"cases": lambda draw: [seen(torch.ones(2))], "reference": lambda x: (x, 1), "scale": None}
    for answer, fine in ((2, True), (3, False)):
        found = finding(lambda run, n=answer: answered((run.args[0], n)), **fields, accept=lambda got, x: got[1] == 2)
        assert (found is None) == fine
        assert fine or found.mismatch.path == "[1]"


def test_a_failing_accept_is_the_grader_s_fault():
    def accept(got, x):
        raise KeyError("w")

    with pytest.raises(GraderFault, match=r"^T01.triple: accept fails: KeyError: 'w'"):
        finding(wrong, accept=accept)


def test_which_parts_are_right():
    expected = {"a": Leaf(1), "b": Leaf(2), "c": (Leaf(3), Leaf(4))}
    assert parts_right(expected, {"a": 1, "b": 0, "c": (3, 4)}, "strict") == ("['a']", "['c'][0]", "['c'][1]")
    assert parts_right((Leaf(1), Leaf(2)), (1,), "strict") == ("[0]",)
    assert parts_right((Leaf(1),), (1,), "strict") == ()


def test_a_whole_verdict():
    def answer(run):
        one = right(run) if run.case.kind == "seen" else wrong(run)
        return dataclasses.replace(one, printed=f"<{run.number}>" if run.number > 1 else "", seconds=0.123456)

    def numbers(draw):
        yield seen(torch.tensor([1.0]))
        yield corner(torch.tensor([2.0, 0.0]), why="zeros", dtypes=("float64",))

    made = exercise(cases=numbers, scale=lambda x: x.abs() * 3, layouts=False, differentiable=True)
    params = {"wrong": 1, "of": 2, "index": " [0]", "expected": "6.0", "got": "4.0", "part": ""}
    assert judge(answer, made) == Verdict(
        id="T01.triple",
        status="partial",
        points=1.0,
        max_points=5,
        tier="core",
        finding=Message("judge", "finding.value", params),
        case=FailingCase(
            number=3,
            kind="corner",
            why="zeros",
            dtype="float64",
            arguments=(("x", Picture("tensor", "[2.0, 0.0]", "float64", (2,), ("2.0", "0.0"))),),
            expected=Picture("tensor", "[6.0, 0.0]", "float64", (2,), ("6.0", "0.0")),
            got=Picture("tensor", "[4.0, 0.0]", "float64", (2,), ("4.0", "0.0"), (0,), 0),
        ),
        groups=(
            Group("seen", 1.0, 1.0, 2, 2),
            Group("corner", 2.0, 0.0, 0, 1),
            Group("contract", 2.0, 0.0, 3, 3),
        ),
        notes=(Message("judge", "note.form_right", {}),),
        printed="<2>",
        seconds=0.3704,
    )


def test_a_right_answer_has_nothing_to_say():
    found = judge(right)
    assert (found.printed, found.seconds, found.notes, found.breaches, found.place) == ("", 0.0, (), (), None)


def test_one_value_is_not_one_of_one_values():
    params = {"wrong": 1, "of": 1, "index": " [0]", "expected": "3.0", "got": "2.0", "part": ""}
    assert judge(wrong).finding == Message("judge", "finding.value_one", params)


def test_breaches_are_kept_and_cost_nothing_where_there_is_nothing_to_cost():
    breach = Breach("SIGMOID", "torch.sigmoid", HERE)
    assert judge(right, breaches=[breach]).breaches == (breach,)
    for outcome, status in (
        (Raised("NotImplementedError", "", todo=True), "todo"),
        (Raised("TypeError", ""), "error"),
        (TimedOut(1.0), "timeout"),
    ):
        found = judge(lambda run, o=outcome: Answer(o), breaches=[breach])
        assert (found.status, found.points, found.breaches) == (status, 0, (breach,))


@pytest.mark.parametrize(
    "outcome",
    [Unusable("missing"), Unusable("not_a_function"), Unusable("not_loaded"), Raised("E", "", todo=True)],
)
def test_there_is_no_case_where_there_was_nothing_to_call(outcome):
    assert judge(lambda run: Answer(outcome)).case is None


def test_a_raised_error_has_its_case_without_an_answer():
    found = judge(lambda run: Answer(Raised("TypeError", "no", HERE)))
    assert (found.case.number, found.case.got, found.case.path, found.place) == (1, None, "", HERE)


def test_the_case_of_a_missing_error_expects_nothing():
    found = judge(lambda run: answered((1, run.args[0])) if run.case.raises else right(run))
    assert (found.finding.id, found.case.expected, found.case.got.text) == ("finding.no_error", None, "(1, Tensor(1,))")
    assert found.notes == ()


def test_a_side_effect_shows_the_answer_as_it_is():
    found = judge(behaving(repeats=False))
    assert (found.case.path, found.case.got.cells, found.case.got.wrong) == ("", ("3.0",), ())


def test_a_run_in_no_dtype_of_its_own_says_none():
    made = exercise(cases=lambda draw: [seen(torch.tensor([2]))], layouts=False)
    assert judge(wrong, made).case.dtype == ""


def test_the_part_that_is_wrong_is_shown_and_the_right_ones_are_named():
    made = exercise(
        cases=lambda draw: [seen(torch.ones(2))], reference=lambda x: (x, x * 2, x), scale=lambda x: x, layouts=False
    )
    found = judge(lambda r: answered((r.args[0], r.args[0] * 5, r.args[0])), made)
    assert (found.case.path, found.case.expected.cells, found.case.got.cells) == ("[1]", ("2.0", "2.0"), ("5.0", "5.0"))
    assert found.notes == (
        Message("judge", "note.parts_right", {"parts": "[0], [2]"}),
        Message("judge", "note.form_right", {}),
    )


@pytest.mark.parametrize(("scalar", "right"), [("loose", "[0]"), ("strict", "")])
def test_a_number_for_a_tensor_is_a_right_part_where_the_page_allows_it(scalar, right):
    made = exercise(
        cases=lambda draw: [seen(torch.ones(2))],
        reference=lambda x: (x.sum(), x),
        scale=lambda x: 1.0,
        scalar=scalar,
        layouts=False,
    )
    found = judge(lambda r: answered((2.0, r.args[0] * 5)), made)
    assert [n.params.get("parts") for n in found.notes if n.id == "note.parts_right"] == ([right] if right else [])


def test_changed_globals_are_named_once_and_in_order():
    found = judge(behaving(globals_changed=("rng", "grad mode")))
    assert found.notes == (Message("judge", "note.globals", {"what": "grad mode, rng"}),)


def told(answer, made=None):
    made = made or exercise(cases=cases, layouts=False, scale=lambda x: x.abs() * 3)
    runs = plan(made, 1)
    return most_telling(judge_runs(made, runs, [answer(r) for r in runs]))


def test_values_before_side_effects_ordinary_before_edges_small_before_large():
    impure = behaving(repeats=False)
    assert told(lambda r: wrong(r) if r.number == 5 else impure(r)).run.number == 5
    assert told(lambda r: wrong(r) if r.number > 2 else right(r)).run.case.args[0].numel() == 3
    edges = told(lambda r: wrong(r) if r.case.why == "extreme" or r.number == 6 else right(r))
    assert (edges.run.number, edges.run.case.kind) == (6, "random")


def test_a_hanging_run_tells_most():
    found = told(lambda r: Answer(TimedOut(1.0)) if r.number == 6 else wrong(r))
    assert found.run.number == 6


def test_an_error_beside_answers_is_a_failure():
    def answer(run):
        return Answer(Raised("RuntimeError", "no")) if run.case.kind == "seen" else right(run)

    found = judge(answer)
    assert (found.status, found.points, found.finding.id) == ("partial", 4.5, "finding.raised")

    def little(run):
        return Answer(Raised("RuntimeError", "no")) if run.case.kind == "seen" else wrong(run)

    assert (judge(little).status, judge(little).points) == ("fail", 0)


def scored(points, kinds, answer):
    made = exercise(
        cases=lambda draw: [k(torch.ones(2 + n)) for n, k in enumerate(kinds)],
        layouts=False,
        scale=lambda x: x.abs() * 3,
    )
    runs = plan(made, 1)
    return groups(points, judge_runs(made, runs, [answer(r) for r in runs]))


def edge(x):
    return corner(x, why="tiny")


def test_edges_are_the_base_where_there_are_no_ordinary_values():
    made = scored(10, [seen, edge], lambda r: right(r) if r.case.kind == "seen" else wrong(r))
    assert [(g.id, g.earned) for g in made] == [("seen", 2.0), ("corner", 0.0), ("contract", 0.0)]
    made = scored(10, [seen, edge], lambda r: wrong(r) if r.case.kind == "seen" else right(r))
    assert [(g.id, g.earned) for g in made] == [("seen", 0.0), ("corner", 4.0), ("contract", 4.0)]
    made = scored(10, [case, edge], lambda r: wrong(r) if r.case.kind == "random" else right(r))
    assert [g.earned for g in made] == [0.0, 0.0, 0.0]


@pytest.mark.parametrize("points", [0.7, 1.25, 3, 5])
def test_a_full_pass_is_full_whatever_the_points_and_less_is_rounded_down(points):
    assert earned(points, scored(points, [seen, case, edge], right)) == points
    half = scored(points, [seen, case, edge], lambda r: wrong(r) if r.case.kind == "corner" else right(r))
    assert earned(points, half) == int(points * 0.8 * 2) / 2

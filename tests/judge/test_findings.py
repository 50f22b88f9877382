"""Findings and scores, from hand-made answers to planned runs."""

import dataclasses

import pytest
import torch

from grader.author import case, corner, seen
from grader.contestant.tensors import encode
from grader.judge.findings import judged
from grader.judge.plan import plan
from grader.judge.scoring import earned, groups
from grader.judge.verdict import judge_runs, most_telling, verdict
from grader.model.outcome import Alias, Answer, Behaviour, Died, Place, Raised, Returned, TimedOut, Touched, Unusable
from grader.model.verdict import Breach
from tests.judge.test_expect import exercise


def cases(draw):
    yield seen(torch.tensor([1.0]))
    yield case(draw.normal(3))
    yield case(draw.normal(5))
    yield corner(torch.tensor([1e4, -1e4]), why="extreme")
    yield corner(torch.tensor([1.0]), why="mixed_shapes", raises=ValueError)


def right(run):
    return Answer(Raised("ValueError", "no")) if run.case.raises else Answer(Returned(encode(run.args[0] * 3)))


def wrong(run):
    return right(run) if run.case.raises else Answer(Returned(encode(run.args[0] * 2)))


def judge(answer, made=None, breaches=()):
    made = made or exercise(cases=cases, scale=lambda x: x.abs() * 3, layouts=False)
    runs = plan(made, 1)
    return verdict(made, judge_runs(made, runs, [answer(r) for r in runs]), breaches)


def behaving(**behaviour):
    def answer(run):
        plain = right(run)
        return plain if run.case.raises else dataclasses.replace(plain, behaviour=Behaviour(**behaviour))

    return answer


def test_right_is_right():
    found = judge(right)
    assert (found.status, found.points, found.finding, found.case) == ("pass", 5, None, None)
    assert [(g.id, g.passed, g.total) for g in found.groups] == [
        ("seen", 2, 2), ("ordinary", 5, 5), ("corner", 4, 4), ("contract", 11, 11)
    ]  # fmt: skip
    assert [g.points for g in found.groups] == [0.5, 2.5, 1.0, 1.0]


def test_wrong_values_earn_nothing_and_the_smallest_case_is_shown():
    found = judge(wrong)
    assert (found.status, found.points) == ("fail", 0)
    assert found.finding.id == "finding.value_one"
    assert (found.case.kind, found.case.why, found.case.dtype) == ("seen", "ordinary", "float32")
    assert found.case.expected.cells == ("3.0",) and found.case.got.cells == ("2.0",)
    assert found.case.got.wrong == (0,)
    assert [m.id for m in found.notes] == ["note.form_right"]


def test_an_edge_costs_the_edge_group_only():
    found = judge(lambda run: wrong(run) if run.case.why == "extreme" else right(run))
    assert (found.status, found.points) == ("partial", 4.0)
    assert found.case.why == "extreme"


def test_only_the_example_right_earns_the_example_only():
    found = judge(lambda run: right(run) if run.case.kind == "seen" else wrong(run))
    assert (found.status, found.points) == ("partial", 0.5)


def test_only_the_example_wrong_keeps_the_rest():
    found = judge(lambda run: wrong(run) if run.case.kind == "seen" else right(run))
    assert found.points == 4.5


@pytest.mark.parametrize(
    ("behaviour", "kind"),
    [
        ({"touched": (Touched("x", values=True, storage=True),)}, "mutated"),
        ({"touched": (Touched("x", storage=True),)}, "mutated"),
        ({"touched": (Touched("x", version=True),)}, "undone"),
        ({"touched": (Touched("x", metadata=True),)}, "metadata"),
        ({"repeats": False}, "unstable"),
    ],
)
def test_side_effects_cost_the_contract(behaviour, kind):
    found = judge(behaving(**behaviour))
    assert (found.status, found.points, found.finding.id) == ("partial", 4.0, f"finding.{kind}")


def test_what_is_not_held_against_anyone():
    assert judge(behaving(repeats=True, aliases=(Alias("", "x"),))).status == "pass"
    found = judge(behaving(globals_changed=("rng",)))
    assert found.status == "pass" and [m.id for m in found.notes] == ["note.globals"]


@pytest.mark.parametrize(
    ("field", "aliases", "kind"),
    [
        ({"fresh": True}, (Alias("", "x"),), "shares_memory"),
        ({"view_of": "x"}, (), "not_a_view"),
        ({"view_of": "x"}, (Alias("", "x"),), None),
        ({"fresh": True}, (), None),
    ],
)
def test_aliasing(field, aliases, kind):
    made = exercise(cases=cases, scale=lambda x: x.abs() * 3, layouts=False, **field)
    found = judge(behaving(aliases=aliases), made)
    assert (found.finding.id if found.finding else None) == (f"finding.{kind}" if kind else None)


@pytest.mark.parametrize(
    ("field", "repeats", "kind"),
    [
        ({"fresh": True}, True, "finding.reused_memory"),
        ({}, True, None),
        ({}, False, "finding.reused_memory"),
    ],
)
def test_memory_of_an_earlier_answer(field, repeats, kind):
    made = exercise(cases=cases, scale=lambda x: x.abs() * 3, layouts=False, **field)
    found = judge(behaving(repeats=repeats, reused=True), made)
    assert (found.finding.id if found.finding else None) == kind


def in_place(run, held, same=True, beyond=False):
    behaviour = Behaviour(
        touched=(Touched("x", values=True, beyond=beyond),),
        aliases=(Alias("", "x", same),) if same else (),
        arguments_after=(encode(held),),
    )
    return dataclasses.replace(right(run), behaviour=behaviour)


def test_in_place_means_the_argument_itself():
    made = exercise(
        cases=lambda draw: [seen(torch.ones(2)), case(draw.normal(3))],
        inplace="x",
        scale=lambda x: x.abs() * 3,
        layouts=False,
    )
    assert judge(lambda r: in_place(r, r.args[0] * 3), made).status == "pass"
    written_past = judge(lambda r: in_place(r, r.args[0] * 3, beyond=True), made).finding
    assert (written_past.id, written_past.params) == ("finding.mutated_beyond", {"argument": "x"})
    assert judge(lambda r: in_place(r, r.args[0]), made).finding.id == "finding.not_in_place"
    assert judge(lambda r: in_place(r, r.args[0] * 3, same=False), made).finding.id == "finding.not_in_place"
    assert judge(right, made).status != "pass"
    view = lambda r: dataclasses.replace(in_place(r, r.args[0] * 3).behaviour, aliases=(Alias("", "x", False),))
    found = judge(lambda r: dataclasses.replace(right(r), behaviour=view(r)), made)
    assert found.finding.id == "finding.not_in_place"


@pytest.mark.parametrize(
    ("outcome", "status", "kind"),
    [
        (Raised("TypeError", "no", Place("a.py", 3)), "error", "raised"),
        (Raised("NotImplementedError", "T01.triple", Place("a.py", 3), todo=True), "todo", "todo"),
        (TimedOut(4.0), "timeout", "timeout"),
        (Died("signal 9"), "error", "died"),
        (Unusable("missing"), "error", "missing"),
        (Unusable("not_loaded", "SyntaxError", Place("a.py", 3)), "error", "not_loaded"),
    ],
)
def test_no_answer_no_points(outcome, status, kind):
    found = judge(lambda run: Answer(outcome))
    assert (found.status, found.points, found.finding.id) == (status, 0, f"finding.{kind}")
    if getattr(outcome, "place", None):
        assert found.place == Place("a.py", 3)


def test_one_hanging_case_is_a_timeout_whatever_else_is_right():
    found = judge(lambda run: Answer(TimedOut(4.0)) if run.case.why == "extreme" else right(run))
    assert (found.status, found.points) == ("timeout", 4.0)
    assert found.finding.id == "finding.timeout"


def test_an_error_in_some_cases_is_a_failure_not_an_error():
    found = judge(lambda run: Answer(Raised("RuntimeError", "no")) if run.case.kind == "random" else wrong(run))
    assert found.status == "fail"


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [(Returned(None), "no_error"), (Raised("TypeError", "x"), "other_error"), (TimedOut(1.0), "timeout")],
)
def test_a_promised_error(outcome, kind):
    made = exercise(cases=cases, scale=lambda x: x.abs() * 3, layouts=False)
    run = plan(made, 1)[-1]
    assert judged(made, run, Answer(outcome)).finding.kind == kind
    assert judged(made, run, Answer(Raised("ValueError", "x"))).finding is None


def test_a_breach_costs_the_points_and_leaves_the_values_to_be_seen():
    breach = Breach("SIGMOID", "torch.sigmoid", Place("a.py", 2))
    good, bad = judge(right, breaches=[breach]), judge(wrong, breaches=[breach])
    assert (good.status, good.points, good.finding) == ("rule", 0, None)
    assert (bad.status, bad.finding.id) == ("rule", "finding.value_one")
    assert judge(lambda run: Answer(TimedOut(1)), breaches=[breach]).status == "timeout"


def test_every_run_wants_its_answer():
    made = exercise(cases=cases, layouts=False)
    with pytest.raises(ValueError, match="zip"):
        judge_runs(made, plan(made, 1), [])


def test_a_gradient_that_is_not_finite_at_a_finite_input():
    def answer(run, gradient):
        return dataclasses.replace(right(run), gradients=Returned((encode(torch.tensor([gradient])),)))

    made = exercise(
        cases=lambda draw: [seen(torch.ones(1))], scale=lambda x: x.abs() * 3, differentiable=True, layouts=False
    )
    assert judge(lambda r: answer(r, 1.0), made).status == "pass"
    assert judge(lambda r: answer(r, float("nan")), made).finding.id == "finding.gradient_nonfinite"


def test_accept_takes_what_the_page_takes_and_form_comes_first():
    made = exercise(cases=lambda draw: [seen(torch.ones(2))], accept=lambda got, x: got.abs() == 3, layouts=False)
    assert judge(lambda r: Answer(Returned(encode(r.args[0] * -3))), made).status == "pass"
    assert judge(lambda r: Answer(Returned(encode(r.args[0] * 2))), made).finding.id == "finding.value"
    assert judge(lambda r: Answer(Returned(encode(torch.ones(3) * 3))), made).finding.id == "finding.shape"


def test_parts_that_are_right_are_said():
    made = exercise(
        cases=lambda draw: [seen(torch.ones(2))], reference=lambda x: (x, x * 2), scale=lambda x: x.abs(), layouts=False
    )
    found = judge(lambda r: Answer(Returned(encode((r.args[0], r.args[0])))), made)
    assert found.case.path == "[1]"
    assert {m.id: m.params for m in found.notes}["note.parts_right"] == {"parts": "[0]"}


def test_points_are_halves_and_only_a_full_pass_is_full():
    made = exercise(cases=cases, layouts=False, scale=lambda x: x.abs() * 3)
    runs = plan(made, 1)
    done = judge_runs(made, runs, [right(r) for r in runs])
    for points in (1, 2, 3, 5):
        assert earned(points, groups(points, done)) == points
    spoiled = judge_runs(made, runs, [wrong(r) if r.case.why == "extreme" else right(r) for r in runs])
    assert [earned(p, groups(p, spoiled)) for p in (1, 2, 3, 5)] == [0.5, 1.5, 2.0, 4.0]


def test_the_telling_run_is_the_plainest():
    made = exercise(cases=cases, layouts=False, scale=lambda x: x.abs() * 3)
    runs = plan(made, 1)
    done = judge_runs(made, runs, [wrong(r) for r in runs])
    assert most_telling(done).run.number == 1
    assert most_telling(judge_runs(made, runs, [right(r) for r in runs])) is None


def test_what_was_written_back_is_told_where_it_changed_something():
    made = exercise(cases=cases, layouts=False, scale=lambda x: x.abs() * 3)
    runs = plan(made, 1)
    small, large = Touched("x", version=True), Touched("x", values=True, version=True)
    touched = lambda run: (small,) if run.size == 1 else (large,)
    answer = lambda run: dataclasses.replace(right(run), behaviour=Behaviour(touched=touched(run)))
    done = judge_runs(made, runs, [answer(r) for r in runs])
    assert most_telling(done).finding.kind == "mutated"

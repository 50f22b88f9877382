"""CTRF, Gradescope, PrairieLearn, Classroom, GitLab: their schemas, and what went wrong in other graders."""

from dataclasses import replace

import pytest

from grader.locale import Words
from grader.model.result import AssignmentResult, Result, Totals
from grader.model.verdict import Message, Verdict
from tests.report import samples
from tests.report.exports import schemas
from tests.report.exports.conftest import check, data

SCHEMAS = {
    "ctrf": schemas.CTRF,
    "gradescope": schemas.GRADESCOPE,
    "prairielearn": schemas.PRAIRIELEARN,
    "classroom": schemas.CLASSROOM,
    "gitlab": schemas.GITLAB,
}
RESULTS = {
    "every_outcome": samples.result,
    "hostile": samples.hostile,
    "unreadable": samples.unreadable,
    "pictures": samples.pictures,
}


@pytest.mark.parametrize("format", SCHEMAS)
@pytest.mark.parametrize("made", RESULTS)
def test_fits_the_schema(format: str, made: str, words: Words) -> None:
    check(data(format, RESULTS[made](), words), SCHEMAS[format])


def scored(*verdicts: Verdict) -> Result:
    """A result of these verdicts, its totals counted as the engine counts them."""
    core = [v for v in verdicts if v.tier == "core"]
    more = [v for v in verdicts if v.tier != "core"]
    totals = Totals(
        sum(v.points for v in core), sum(v.max_points for v in core), sum(v.points for v in more),
        sum(v.max_points for v in more), 0, len(verdicts),
    )  # fmt: skip
    functions = tuple(samples.function(v) for v in verdicts)
    assignment = AssignmentResult("C07", samples.DOMAIN, functions, "c07_sample.py")
    return replace(samples.result(), assignments=(assignment,), totals=totals)


THIRDS = scored(*(Verdict(f"C07.f{i}", "partial", 1 / 3, 1.0, "core") for i in range(3)))
# 10 points of core, all earned, and 6 of extras: the total is 11, not 16.
ABOVE = scored(
    Verdict("C07.sigmoid", "pass", 10.0, 10.0, "core"),
    Verdict("C07.a", "pass", 0.5, 0.5, "extra"),
    Verdict("C07.b", "pass", 5.5, 5.5, "extra"),
)


@pytest.mark.parametrize(("result", "total"), [(THIRDS, 1.0), (ABOVE, 11.0)], ids=["thirds", "capped"])
def test_scores_sum_to_the_total(result: Result, total: float, words: Words) -> None:
    """nbgrader #974 and others: 0 earned and full marks shown, or parts that do not add up."""
    gradescope = data("gradescope", result, words)
    assert "score" not in gradescope
    assert sum(t["score"] for t in gradescope["tests"]) == pytest.approx(total, abs=1e-5)
    assert sum(t["score"] for t in data("classroom", result, words)["tests"]) == pytest.approx(total, abs=1e-5)
    assert sum(t["points"] for t in data("prairielearn", result, words)["tests"]) == pytest.approx(total, abs=1e-5)
    ctrf = data("ctrf", result, words)["results"]
    assert sum(t["labels"]["points"] for t in ctrf["tests"]) == pytest.approx(total, abs=1e-5)
    assert ctrf["extra"]["submissions"][0]["points"] == pytest.approx(total)


def test_partial_credit_is_not_all_or_nothing(words: Words) -> None:
    test = data("gradescope", THIRDS, words)["tests"][0]
    assert (test["status"], test["score"], test["max_score"]) == ("failed", pytest.approx(1 / 3, abs=1e-5), 1.0)
    assert data("prairielearn", THIRDS, words)["score"] == pytest.approx(1 / 3, abs=1e-5)


def test_a_warning_costs_nothing(words: Words) -> None:
    """nbgrader PR #1904: a warning on stderr zeroed right answers."""
    printed = Verdict("C07.sigmoid", "pass", 5.0, 5.0, "core", printed="UserWarning: NNPACK could not be initialised")
    result = scored(printed)
    assert data("gradescope", result, words)["tests"][0]["score"] == 5.0
    assert data("classroom", result, words)["status"] == "pass"
    assert data("ctrf", result, words)["results"]["tests"][0]["status"] == "passed"
    assert data("gitlab", result, words) == []


SECRET = "31415926"


def hidden() -> Result:
    """A verdict on an instructor's hidden case that nobody redacted."""
    case = samples.overflow().verdict.case
    assert case is not None
    told = samples.tensor((1,), (SECRET,), (0,), 0)
    verdict = Verdict(
        "C07.sigmoid", "fail", 0.0, 5.0, "core", Message("judge", "finding.value", {"expected": SECRET, "got": "1"}),
        case=replace(case, why="hidden", arguments=(("x", told),), expected=told, got=told), printed=SECRET,
    )  # fmt: skip
    return scored(verdict)


@pytest.mark.parametrize("format", [*SCHEMAS, "junit", "github", "md"])
def test_hidden_cases_do_not_leak(format: str, words: Words) -> None:
    """nbgrader #917 and others: hidden tests in feedback and tracebacks."""
    from grader.report.exports import exporter

    text = exporter(format).render([hidden()], words)
    assert "C07.sigmoid" in text or "sigmoid" in text
    assert SECRET not in text


def test_a_fault_of_ours_is_nobodys_failure(words: Words) -> None:
    result = scored(Verdict("C07.sigmoid", "grader_fault", 0.0, 5.0, "core"))
    assert data("prairielearn", result, words)["gradable"] is False
    assert data("classroom", result, words)["status"] == "error"
    assert data("ctrf", result, words)["results"]["tests"][0]["status"] == "other"


def test_a_syntax_error_costs_no_attempt(words: Words) -> None:
    finding = Message("judge", "finding.not_loaded", {"detail": "SyntaxError: invalid syntax"})
    document = data("prairielearn", scored(Verdict("C07.sigmoid", "error", 0, 5.0, "core", finding)), words)
    assert document["gradable"] is False
    assert "SyntaxError" in document["format_errors"][0]
    run_time = Message("judge", "finding.not_loaded", {"detail": "NameError: name 'tensor' is not defined"})
    assert data("prairielearn", scored(Verdict("C07.sigmoid", "error", 0, 5.0, "core", run_time)), words)["gradable"]


def test_a_stub_is_no_issue(words: Words) -> None:
    result = scored(Verdict("C07.sigmoid", "todo", 0.0, 5.0, "core"))
    assert data("gitlab", result, words) == []
    assert data("ctrf", result, words)["results"]["tests"][0]["status"] == "pending"


def test_every_count_of_ctrf_is_right(words: Words) -> None:
    results = data("ctrf", samples.result(), words)["results"]
    states = [t["status"] for t in results["tests"]]
    summary = results["summary"]
    assert summary["tests"] == len(states) == 10
    assert {s: summary[s] for s in ("passed", "failed", "skipped", "pending")} == {
        "passed": 2, "failed": 6, "skipped": 1, "pending": 1,
    }  # fmt: skip


def test_a_fingerprint_stays_while_the_mistake_does(words: Words) -> None:
    before = data("gitlab", samples.result(), words)
    functions = samples.result().assignments[0].functions
    moved = replace(samples.result().assignments[0], functions=tuple(replace(f, source_line=90) for f in functions))
    after = data("gitlab", replace(samples.result(), assignments=(moved,)), words)
    assert [i["fingerprint"] for i in before] == [i["fingerprint"] for i in after]
    assert len({i["fingerprint"] for i in before}) == len(before)


@pytest.mark.parametrize(
    ("format", "limit"), [("gradescope", 900_000), ("prairielearn", 900_000), ("classroom", 60_000)]
)
def test_stays_under_the_limit(format: str, limit: int, words: Words) -> None:
    """PrairieLearn #1153: results above a limit were refused. Ours say less instead."""
    functions = tuple(
        samples.function(
            replace(
                samples.overflow().verdict,
                id=f"C07.f{i}",
                finding=samples.message("finding.raised", type="E", message="x" * 9000),
            )
        )
        for i in range(60)
    )
    big = replace(samples.result(), assignments=(AssignmentResult("C07", samples.DOMAIN, functions, "c07_sample.py"),))
    document = data(format, big, words)
    check(document, SCHEMAS[format])
    import json

    assert len(json.dumps(document, ensure_ascii=False).encode()) <= limit
    assert len(document["tests"]) == 60

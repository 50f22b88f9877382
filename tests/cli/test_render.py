"""The text of a run: aligned, never wider than the terminal, and the same without colour."""

import re

import pytest
from wcwidth import wcswidth

from grader.locale import Words
from grader.model.outcome import Place
from grader.model.result import AssignmentResult, Environment, FunctionResult, Result, Totals
from grader.model.submission import Problem
from grader.model.verdict import Breach, Diagnosis, FailingCase, Group, Message, Picture, Verdict
from grader.report.terminal import Before, Look, columns, render
from grader.report.terminal.columns import cells, encodable, widest, wrap

WRONG = "A07.bce_loss.wrong"
ENVIRONMENT = Environment("0.1.0", "2.13.0", "3.11.7", "c0ffee", 42, "none")


def matrix(rows, columns, wrong=(), worst=-1, dtype="float32"):
    values = tuple(f"{(i - 7) / 3:.4f}" for i in range(rows * columns))[:64]
    text = str(list(values)) if rows * columns <= 64 else f"({rows}, {columns})"
    return Picture("tensor", text, dtype, (rows, columns), values, wrong, worst)


def function(name, status, points=0.0, of=3.0, tier="core", **more):
    verdict = Verdict(f"A07.{name}", status, points, of, tier, groups=(Group("ordinary", of, points, 4, 9),), **more)
    source = f"def {name}(x):\n    return x\t+ 1\n"
    return FunctionResult(verdict, "y = x", f"{name}(x)", source, "a07_logistic.py", 10)


def failing(**more):
    case = FailingCase(
        3, "random", "batch_of_one", "float32", (("grad_out", matrix(2, 3)), ("x", matrix(9, 11))),
        matrix(9, 7), matrix(9, 7, (3, 30), 30), more.pop("path", ""),
    )  # fmt: skip
    return function(
        "bce_loss",
        "fail",
        finding=Message("judge", "finding.shape", {"expected": "(5,)", "got": "(5, 1)"}),
        diagnosis=Diagnosis("minus", "misconception", Message("a07_logistic", f"{WRONG}.minus_only_first_term")),
        case=case,
        place=Place("a07_logistic.py", 11),
        printed="hello\x1b[2J\n" * 40,
        **more,
    )


def result(*functions, problems=()):
    assignment = AssignmentResult("A07", "a07_logistic", functions, "assignments/a07_logistic.py")
    core = [f.verdict for f in functions if f.verdict.tier == "core"]
    earned = sum(v.points for v in core)
    totals = Totals(earned, sum(v.max_points for v in core), 0, 0, 1, len(functions))
    return Result("me", "0" * 64, (assignment,), totals, ENVIRONMENT, problems)


EVERYTHING = result(
    function("sigmoid", "pass", 3.0),
    failing(),
    function("bce_backward", "rule", breaches=(Breach("AUTOGRAD", "Tensor.backward", Place("a07_logistic.py", 12)),)),
    function("logistic_grads", "carried", 3.0, carried_from=("A06.linear_backward", "A07.bce_loss")),
    function("cross_entropy_logits_backward", "timeout", breaches=(Breach("LOOP", "loop", None, True),)),
    function("predict_label", "todo"),
    function("standardize", "todo", tier="extra"),
    problems=(Problem("not_permitted", {"file": "x" * 200}),),
)


@pytest.fixture(autouse=True)
def strict(monkeypatch):
    monkeypatch.setenv("GRADER_STRICT_WORDS", "1")


@pytest.mark.parametrize("verbose", [False, True])
@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("lang", ["ko", "en", "both"])
def test_no_line_is_wider_than_the_terminal(lang, width, verbose):
    text = render(EVERYTHING, Words(lang), Look(width, verbose=verbose), Before(9.0, ("A07.bce_backward",)))
    for line in text.splitlines():
        assert wcswidth(line) >= 0, f"a control character in {line!r}"
        assert cells(line) <= widest(line) <= width, line
    assert text.endswith("\n")


def test_columns_are_aligned():
    lines = render(EVERYTHING, Words("ko"), Look(100)).splitlines()
    table = [line for line in lines if re.match(r"^. \w+ .* +[\d.]+/3( |$)", line)]
    assert len(table) == 6
    assert len({cells(line[: re.search(r"[\d.]+/3", line).end()]) for line in table}) == 1


def test_only_the_first_failing_function_is_expanded():
    text = render(EVERYTHING, Words("en"), Look(80))
    assert text.count("What is different") == 1
    assert "<- start here" in text
    assert "Line 12 calls Tensor.backward" not in text
    assert "Line 12 calls Tensor.backward" in render(EVERYTHING, Words("en"), Look(80, verbose=True))
    assert "hello" not in text


def test_wrong_entries_are_marked_and_large_ones_are_cut_around_the_worst():
    text = render(result(failing()), Words("en"), Look(60))
    assert "*7.6667*" in text
    assert re.search(r"expected \[\d:\d, ", text)
    assert "11 |     return x    + 1" in text


def test_extras_stay_folded_until_the_core_passes():
    extra = function("standardize", "todo", tier="extra")
    assert "standardize" not in render(result(function("a", "fail"), extra), Words("en"), Look())
    assert "standardize" in render(result(function("a", "pass", 3.0), extra), Words("en"), Look())
    tried = function("standardize", "fail", tier="extra")
    assert "standardize" in render(result(function("a", "fail"), tried), Words("en"), Look())


def test_losses_are_explained():
    text = render(EVERYTHING, Words("en"), Look(), Before(9.0, ("A07.bce_backward",)))
    assert "(-3)" in text
    assert "No longer pass: A07.bce_backward" in text


def test_colour_is_decoration():
    plain = render(EVERYTHING, Words("ko"), Look(80, verbose=True))
    painted = render(EVERYTHING, Words("ko"), Look(80, colour=True, verbose=True))
    assert "\x1b[" in painted
    assert re.sub(r"\x1b\[\d+m", "", painted) == plain


def test_printed_text_is_inert():
    text = render(EVERYTHING, Words("en"), Look(80, verbose=True))
    assert "\x1b" not in text
    assert "20 more lines" in text


@pytest.mark.parametrize("encoding", ["ascii", "cp949", "latin-1", "utf-8", "nonsense"])
def test_every_encoding_gets_something_to_read(encoding):
    text = encodable("○ σ(x) − ŷ ≤ ½ · 한글 … ∂L/∂x ✓", encoding)
    text.encode("ascii" if encoding == "nonsense" else encoding)
    assert "(x)" in text


def test_ascii_signs():
    text = render(EVERYTHING, Words("en"), Look(80, ascii=True))
    assert "[O] sigmoid" in text
    assert "[X] bce_loss" in text
    assert Look(ascii=True).bar(3, 8) == "###-----"
    assert Look().bar(7, 8).count("□") == 1


def test_an_empty_result_says_what_to_do():
    problem = Problem("nothing_found", {"expected": "a.py"})
    empty = Result("me", "0" * 64, (), Totals(0, 0, 0, 0, 0, 0), ENVIRONMENT, (problem,))
    text = render(empty, Words("en"), Look())
    assert "grader start" in text
    assert "No assignment file was found" in text


def test_a_whole_course_of_stubs_is_a_line_each():
    folder = [
        AssignmentResult(f"A0{n}", slug, (FunctionResult(Verdict(f"A0{n}.f", "todo", 0, 2, "core"), "", "f(x)"),))
        for n, slug in ((7, "a07_logistic"), (9, "a09_softmax_ce"))
    ]
    text = render(Result("me", "0" * 64, tuple(folder), Totals(0, 4, 0, 0, 0, 2), ENVIRONMENT), Words("en"), Look())
    assert text.count("1 to write") == 2
    assert "Next to write:  A07.f" in text


def test_one_reason_for_a_whole_file_is_told_once():
    lost = Message("judge", "finding.not_loaded", {"detail": "SyntaxError: '(' was never closed"})
    functions = [function(n, "error", finding=lost, place=Place("a07_logistic.py", 2)) for n in ("a", "b", "c")]
    text = render(result(*functions), Words("en"), Look(80))
    assert text.count("never closed") == 1
    assert "assignments/a07_logistic.py:2" in text
    assert "none of the 3 functions" in text
    assert "mend assignments/a07_logistic.py" in text
    assert render(result(*functions), Words("en"), Look(80, verbose=True)).count("never closed") == 3


def test_many_problems_of_a_kind_are_told_once():
    problems = tuple(Problem("chosen", {"file": f"a0{n}.py", "others": f"a0{n}.ipynb"}) for n in range(5))
    text = render(result(function("a", "pass", 3.0), problems=problems), Words("en"), Look(80))
    assert "a00.py" in text
    assert "a01.py" not in text
    assert "4 more of the same kind" in text
    assert "a04.py" in render(result(function("a", "pass", 3.0), problems=problems), Words("en"), Look(verbose=True))


def test_a_command_to_copy_is_not_torn():
    text = "모두 통과했습니다. 다른 과제 보기: grader progress. 힌트: grader hint A07.sigmoid"
    for width in range(40, 80):
        lines = wrap(text, width)
        assert all(cells(line) <= width for line in lines)
        assert any("grader progress." in line for line in lines)
        assert any("grader hint A07.sigmoid" in line for line in lines)
    assert "".join(wrap("grader hint A07.a_very_long_name", 12)).replace(" ", "") == "graderhintA07.a_very_long_name"


def test_a_long_word_is_measured_in_pieces(monkeypatch):
    """A traceback may be one word of 20,000 characters: no line of it looks at all that follows."""
    measured = []
    monkeypatch.setattr(columns, "cells", lambda text: measured.append(len(text)) or cells(text))
    word = "가" * 20_000
    lines = wrap(word, 80)
    assert "".join(lines) == word
    assert {len(line) for line in lines} == {40}
    assert sum(measured) < 40 * len(word)

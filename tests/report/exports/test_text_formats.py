"""Annotations and Markdown: what a student can choose stays data."""

import re
from dataclasses import replace

import pytest

from grader.locale import Words
from grader.model.outcome import Place
from grader.model.result import AssignmentResult
from grader.model.verdict import Verdict
from grader.report.exports import budget, github, md
from grader.report.exports.marks import code, fence, inline
from grader.report.exports.reading import below
from tests.report import samples

COMMAND = re.compile(r"::(error|warning|notice)( [a-z]+=[^,\r\n]*(,[a-z]+=[^,\r\n]*)*)?::[^\r\n]*")
ATTACK = "x\n::error file=a.py::forged\r\n::set-output name=result::1\n##[error]forged\n::stop-commands::t"


def failing(count: int, status: str = "fail") -> AssignmentResult:
    verdicts = [
        Verdict(f"C07.f{i}", status, 0.0, 1.0, "core", place=Place("c07_sample.py", 10 + i)) for i in range(count)
    ]
    return AssignmentResult("C07", samples.DOMAIN, tuple(map(samples.function, verdicts)), "c07_sample.py")


@pytest.mark.parametrize("lang", ["ko", "en", "both"])
def test_every_line_is_one_command(lang: str) -> None:
    words = Words(lang, samples.COURSE)
    text = github.render([below(samples.result(), "assignments")], words)
    lines = text.splitlines()
    assert all(COMMAND.fullmatch(line) for line in lines), text
    assert lines[0].startswith("::error file=assignments/c07_sample.py,line=14,title=C07.sigmoid ")
    assert [line for line in lines if line.startswith("::warning")][0].split("::")[1].endswith("0/3")


def test_at_most_eight_errors_and_the_rest_in_one_notice(words: Words) -> None:
    result = replace(samples.result(), assignments=(failing(30),))
    lines = github.render([result], words).splitlines()
    assert [line.split(" ")[0].split(":")[2] for line in lines] == ["error"] * 8 + ["notice"]
    assert "22" in lines[-1]


def test_untouched_stubs_are_not_annotated(words: Words) -> None:
    assert github.render([replace(samples.result(), assignments=(failing(3, "todo"),))], words) == ""


def test_no_command_can_be_forged(words: Words) -> None:
    message = samples.message("finding.raised", type=ATTACK, message=ATTACK)
    verdict = Verdict(ATTACK, "fail", 0.0, 1.0, "core", message, place=Place(ATTACK, 3))
    assignment = AssignmentResult("C07", samples.DOMAIN, (samples.function(verdict),), f"{ATTACK},line=9:%0A.py")
    text = github.render([replace(samples.result(), assignments=(assignment,))], words)
    assert len(text.splitlines()) == 1
    assert COMMAND.fullmatch(text.strip())
    properties = [p.split("=")[0] for p in text.split("::", 2)[1].partition(" ")[2].split(",")]
    assert properties == ["file", "line", "title"]


def test_a_notebook_has_no_line(words: Words) -> None:
    verdict = Verdict("C07.sigmoid", "fail", 0.0, 1.0, "core", place=Place("cell 3", 2))
    book = AssignmentResult("C07", samples.DOMAIN, (samples.function(verdict),), "c07_sample.ipynb")
    text = github.render([replace(samples.result(), assignments=(book,))], words)
    assert text.startswith("::error file=c07_sample.ipynb,title=")


def test_a_fence_holds_whatever_is_inside() -> None:
    for inside in ("```\n# out", "`````", "~~~\n```python"):
        lines = fence(inside).splitlines()
        ticks = lines[0].removesuffix("text")
        assert set(ticks) == {"`"} and lines[-1] == ticks
        assert all(not line.strip().startswith(ticks) for line in lines[1:-1])


def test_inline_text_is_literal() -> None:
    said = inline("[x](http://e.x) <img src=x> | @me `c` **b** &lt;\n# h $x$")
    assert "\n" not in said
    assert not re.search(r"(?<!\\)[\[\]`*<|@$#]", said.replace("&#", ""))
    assert "://" not in said
    assert inline("- item").startswith("&#45;") and inline("1. item").startswith("1&#46;")
    assert inline("55 % of 22 / 40") == "55 % of 22 / 40"
    assert code("a`b|c") == "``a`b¦c``"


def test_the_summary_of_a_hostile_student(words: Words) -> None:
    text = md.render([samples.hostile()], words)
    outside = re.sub(r"(`{2,})(?!`).*?(?<!`)\1(?!`)", "", re.sub(r"(?ms)^(`{3,})text$.*?^\1$", "", text))
    assert "<img" not in outside and "<script" not in outside and "</script" not in outside
    assert len(outside) < len(text)
    cells = [line for line in outside.splitlines() if line.startswith("| ")]
    assert all(line.count("|") == 5 for line in cells), cells


def test_the_summary_says_what_to_do_next(words: Words) -> None:
    text = md.render([samples.result()], words)
    assert text.startswith("### 8.5 / 25 points (34 %)\n")
    assert "C07.sigmoid" in text.splitlines()[2]
    assert text.count("<details>") == 5
    assert str(samples.ENVIRONMENT.seed) in text


def test_a_summary_is_never_dropped_for_its_size(words: Words) -> None:
    one = samples.function(
        replace(samples.overflow().verdict, finding=samples.message("finding.raised", type="E", message="가" * 9900))
    )
    rows = AssignmentResult("C07", samples.DOMAIN, (one,) * 60, "c07_sample.py")
    big = replace(samples.result(), assignments=(rows,))
    assert len(md.render([big], words).encode()) <= budget.LIMIT
    told = budget.fitting(lambda room: "가" * 400_000 if room else "나" * 299_999)
    assert told == "나" * 299_999
    assert len(budget.fitting(lambda room: "가" * 400_000).encode()) <= budget.LIMIT


def test_a_class_is_one_table(words: Words) -> None:
    text = md.render([replace(samples.result(), submission=name) for name in ("kim", "이|<b>")], words)
    assert len(text.splitlines()) == 4
    assert "<b>" not in text

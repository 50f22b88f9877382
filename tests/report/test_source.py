from dataclasses import replace

from grader.model.outcome import Place
from grader.model.verdict import Diagnosis
from grader.report.html.source import AROUND, MOST_LINES, excerpt, listing
from tests.report import samples

DOCUMENTED = 'def f(x):\n    """One\n\n    two\n    three\n    """\n    return x\n'


def test_a_docstring_of_several_lines_is_left_out() -> None:
    verdict = replace(samples.overflow().verdict, place=None)
    shown = excerpt(replace(samples.overflow(), source=DOCUMENTED, verdict=verdict))
    assert shown is not None
    assert [(line.number, line.cut) for line in shown.lines] == [(11, 0), (12, 5), (17, 0)]


def test_unless_it_is_what_to_look_at() -> None:
    verdict = replace(samples.overflow().verdict, place=Place("c07_sample.py", 13))
    shown = excerpt(replace(samples.overflow(), source=DOCUMENTED, verdict=verdict))
    assert shown is not None
    assert [line.number for line in shown.lines] == list(range(11, 18))
    assert shown.focus == 13


def test_source_that_does_not_parse_is_shown_as_it_is() -> None:
    shown = excerpt(replace(samples.overflow(), source="def f(x:\n  return '''\n"))
    assert shown is not None
    assert "".join(p.text for p in shown.lines[1].pieces) == "  return '''"


def test_a_long_function_is_a_window_around_the_line() -> None:
    source = "def f(x):\n" + "    x = x + 1\n" * 200
    verdict = replace(samples.overflow().verdict, place=Place("c07_sample.py", 111))
    shown = excerpt(replace(samples.overflow(), source=source, verdict=verdict))
    assert shown is not None
    assert (shown.lines[0].number, shown.lines[-1].number) == (111 - AROUND, 111 + AROUND)
    assert shown.before + len(shown.lines) + shown.after == 201


def test_a_listing_is_capped() -> None:
    shown = listing("x = 1\n" * 100)
    assert shown is not None
    assert (len(shown.lines), shown.after) == (MOST_LINES, 100 - MOST_LINES)
    assert listing("  \n") is None


def test_a_step_that_the_diagnosis_names_is_in_focus() -> None:
    sentence = samples.message("finding.values", line=13, file="c07_sample.py", wrong=1, total=1)
    verdict = replace(samples.values().verdict, place=None, diagnosis=Diagnosis("step.first", "step", sentence))
    shown = excerpt(replace(samples.values(), verdict=verdict))
    assert shown is not None
    assert shown.focus == 13

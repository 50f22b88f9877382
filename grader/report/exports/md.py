"""Markdown: the summary of a CI job, or a comment in an LMS. No HTML but a fold, nothing that is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from grader.locale import Words
from grader.model.gradebook import Grade
from grader.model.result import Result
from grader.report.clean import clean
from grader.report.exports.budget import fitting
from grader.report.exports.entries import UNTOUCHED, Entry, earned, entries, number, possible, problems, state
from grader.report.exports.grades import from_results
from grader.report.exports.marks import code, fence, inline
from grader.report.terminal.look import Look

_SHOWN = 5
_LOOK = Look()


def render(results: Sequence[Result], words: Words) -> str:
    """The text, under 900 kB: GitHub drops a summary over 1 MiB as a whole."""
    if len(results) == 1:
        tests = entries(results[0], words)
        return fitting(lambda room: _one(results[0], tests, words, room))
    return of_class(from_results(results), words)


def of_class(grades: Sequence[Grade], words: Words) -> str:
    """One row per student, with what the gradebook says."""
    columns = [words.say_short("export", f"column.{c}") for c in ("student", "points", "percent")]
    rows = [_row(columns), "|---|---:|---:|"]
    for grade in grades:
        points = f"{number(grade.final)} / {number(grade.max_points)}" if grade.assignments else "–"
        share = number(grade.percent) if grade.assignments else "–"
        rows.append(_row([inline(f"{grade.id} {grade.name}".rstrip()), points, share]))
    return fitting(lambda _: "\n".join(rows) + "\n")


def _one(result: Result, tests: Sequence[Entry], words: Words, room: int) -> str:
    parts = [f"### {inline(_score(result, words))}", inline(_next(tests, words))]
    parts += [inline(p) for p in problems(result, words)]
    for _, group in groupby(tests, key=lambda e: e.assignment):
        parts.append(_assignment(tuple(group), result, words))
    failing = [t for t in tests if not t.passed and t.status not in UNTOUCHED]
    parts += [_failure(t, words, room) for t in failing[:_SHOWN] if room]
    if len(failing) > _SHOWN and room:
        parts.append(inline(words.say_short("export", "more", count=len(failing) - _SHOWN)))
    return "\n\n".join([*parts, _made(result, words)]) + "\n"


def _score(result: Result, words: Words) -> str:
    most = possible(result)
    share = number(100 * earned(result) / most) if most else "0"
    return words.say_short("export", "score", points=number(earned(result)), max_points=number(most), percent=share)


def _next(tests: Sequence[Entry], words: Words) -> str:
    mend = next((t.id for t in tests if not t.passed and t.status not in UNTOUCHED), "")
    if mend:
        return words.say_short("export", "next", id=mend)
    core = [t for t in tests if t.tier == "core"]
    if core and all(t.passed for t in core):
        return words.say_short("export", "done")
    write = next((t.id for t in core if t.status == "todo"), "")
    return words.say_short("export", "write", id=write) if write else words.say_short("export", "nothing")


def _assignment(tests: Sequence[Entry], result: Result, words: Words) -> str:
    id = tests[0].assignment
    slug = next(a.slug for a in result.assignments if a.id == id)
    title = words.say_short(slug, f"{id}.title") if words.has(slug, f"{id}.title") else ""
    core = [t for t in tests if t.tier == "core"] or list(tests)
    passed = sum(t.passed for t in core)
    points = f"{number(sum(t.points for t in tests))} / {number(sum(t.max_points for t in core))}"
    heading = f"#### {inline(f'{id} {title}')} `{_LOOK.bar(passed, len(core))}` {points}"
    columns = [words.say_short("export", f"column.{c}") for c in ("function", "status", "points", "what")]
    rows = [_row([code(t.name), _state(t, words), _points(t), _what(t)]) for t in tests]
    return "\n".join([heading, "", _row(columns), "|---|---|---:|---|", *rows])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _state(test: Entry, words: Words) -> str:
    return inline(f"{_LOOK.sign(test.status)} {state(test.status, words)}")


def _points(test: Entry) -> str:
    return f"{number(test.points)}/{number(test.max_points)}"


def _what(test: Entry) -> str:
    if test.status in UNTOUCHED:
        return ""
    return f"{inline(test.sentence)} {code(test.diagnosis) if test.diagnosis else ''}".rstrip()


def _failure(test: Entry, words: Words, room: int) -> str:
    summary = f"{test.id}: {state(test.status, words)} {_points(test)}".replace("&", "&amp;").replace("<", "&lt;")
    return f"<details><summary>{summary}</summary>\n\n{fence(clean(test.details or test.sentence, room))}\n\n</details>"


def _made(result: Result, words: Words) -> str:
    e = result.environment
    said = words.say_short("export", "made", grader=e.grader, torch=e.torch, python=e.python, seed=e.seed)
    return f"<sub>{inline(said)}</sub>"

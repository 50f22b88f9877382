"""A whole run: a header per assignment, its lines, the one block to look at, and what to do next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from grader.locale import Words
from grader.model.result import AssignmentResult, Result
from grader.report.clean import clean
from grader.report.terminal.block import block, own_line, where
from grader.report.terminal.columns import cells, cut, pad, wrap
from grader.report.terminal.look import Look
from grader.report.terminal.table import DONE, QUIET, first_to_mend, first_to_write, points, table, whole_file


@dataclass(frozen=True)
class Before:
    """The same functions at the last run: their points, and the ids of those that passed then and do not now."""

    points: float
    lost: tuple[str, ...] = ()


def render(result: Result, words: Words, look: Look, before: Before | None = None) -> str:
    """The text of a run, with a line break at its end; `before` adds what changed."""
    lines: list[str] = []
    focus = first_to_mend(result.assignments)
    start_here = focus[1].verdict.id if focus else ""
    lines += _problems(result, words, look)
    folds = len(result.assignments) > 1 and not look.verbose
    for assignment in result.assignments:
        if folds and all(f.verdict.status in ("todo", "skip") for f in assignment.functions):
            lines.append(_untouched(assignment, words, look))
        elif whole_file(assignment) and not look.verbose:
            lines += [*_header(assignment, words, look), *_lost_file(assignment, words, look), ""]
        else:
            lines += [*_header(assignment, words, look), *table(assignment, words, look, start_here), ""]
    lines += _blocks(result, words, look)
    return "\n".join([*_spaced(lines), *_footer(result, words, look, before)]) + "\n"


def _problems(result: Result, words: Words, look: Look) -> list[str]:
    """What is to be said about the submission as a whole; one of each kind, unless all are wanted."""
    lines: list[str] = []
    kinds = Counter(p.id for p in result.problems)
    for problem in result.problems:
        if kinds.get(problem.id) or look.verbose:
            lines += wrap(clean(words.say("submission", problem.id, **problem.params)), look.columns)
            more = kinds.pop(problem.id, 1) - 1
            if more and not look.verbose:
                lines += wrap(words.say_short("terminal", "problems.more", count=more), look.columns, "  ")
            lines.append("")
    return lines


def _lost_file(assignment: AssignmentResult, words: Words, look: Look) -> list[str]:
    """One sentence where one reason costs every function of a file."""
    first = assignment.functions[0]
    finding = first.verdict.finding
    assert finding is not None
    count = words.say_short("terminal", "all.error", count=len(assignment.functions))
    lines = [look.paint(f"{look.sign('error')} {cut(where(first, assignment), look.columns - 2)}", "error")]
    lines += wrap(clean(words.message(finding)), look.columns, "  ")
    return [*lines, *own_line(first, look), *wrap(count, look.columns, "  ")]


def _header(assignment: AssignmentResult, words: Words, look: Look) -> list[str]:
    verdicts = [f.verdict for f in assignment.functions]
    core = [v for v in verdicts if v.tier == "core"] or verdicts
    more = sum(v.points for v in verdicts) - sum(v.points for v in core)
    earned = _earned(sum(v.points for v in core), sum(v.max_points for v in core), more, words)
    width = min(look.columns, 72)
    title = _title(assignment, words)
    if cells(title) + cells(earned) + 2 > width:
        titles = [look.paint(line, "bold") for line in wrap(title, look.columns)]
        lines = [*titles, " " * (width - cells(earned)) + earned]
    else:
        lines = [look.paint(title, "bold") + " " * (width - cells(title) - cells(earned)) + earned]
    return [*lines, "-" * width]


def _earned(core: float, of: float, more: float, words: Words) -> str:
    bonus = f" +{points(more)}" if more else ""
    unit = words.say_short("terminal", "points")
    return f"{points(core)} / {points(of)}{'' if words.lang == 'ko' else ' '}{unit}{bonus}"


def _title(assignment: AssignmentResult, words: Words) -> str:
    return f"{assignment.id} {words.say_short(assignment.slug, f'{assignment.id}.title')}"


def _untouched(assignment: AssignmentResult, words: Words, look: Look) -> str:
    """A whole assignment on one line: nothing in it was begun."""
    statuses = {f.verdict.status for f in assignment.functions}
    status = "todo" if "todo" in statuses else "skip"
    told = words.say_short("terminal", f"all.{status}", count=len(assignment.functions))
    title = wrap(_title(assignment, words), look.columns - cells(told) - 6)[0]
    return f"{look.sign(status)} {pad(title, min(44, look.columns - cells(told) - 4))}  {told}"


def _blocks(result: Result, words: Words, look: Look) -> list[str]:
    pairs = [(a, f) for a in result.assignments for f in a.functions if f.verdict.status not in QUIET]
    if not look.verbose:
        pairs = [(a, f) for a, f in pairs if not whole_file(a)]
    lines: list[str] = []
    for assignment, function in pairs if look.verbose else pairs[:1]:
        lines += ["", *block(function, assignment, words, look)]
    return lines


def _spaced(lines: list[str]) -> list[str]:
    """Without two empty lines in a row, and with one at the end."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return kept if not kept or kept[-1] == "" else [*kept, ""]


def _footer(result: Result, words: Words, look: Look, before: Before | None) -> list[str]:
    lines = []
    if len(result.assignments) != 1 or before is not None:
        lines += _total(result, words, look, before)
    lines += wrap(_next(result, words), look.columns)
    seed = words.say_short("terminal", "seed", seed=result.environment.seed)
    return [*lines, *wrap(seed, look.columns)]


def _total(result: Result, words: Words, look: Look, before: Before | None) -> list[str]:
    totals = result.totals
    now = totals.core + totals.extra
    earned = _earned(totals.core, totals.core_max, totals.extra, words)
    if before is not None and now != before.points:
        earned += f"  ({now - before.points:+g})"
    text = f"{words.say_short('terminal', 'total')} {earned}"
    counts = f"{words.say_short('terminal', 'passed')} {totals.passed}/{totals.functions}"
    lines = wrap(f"{text}   {counts}", look.columns)
    if before is not None and before.lost:
        lines += wrap(words.say_short("terminal", "lost", ids=", ".join(before.lost)), look.columns, "", "  ")
    return lines


def _next(result: Result, words: Words) -> str:
    mend = first_to_mend(result.assignments)
    if mend is not None and whole_file(mend[0]):
        return words.say("terminal", "next.file", file=clean(mend[0].path or mend[0].slug), id=mend[0].id)
    if mend is not None:
        return words.say("terminal", "next.mend", id=mend[1].verdict.id)
    write = first_to_write(result.assignments)
    if write is not None:
        return words.say("terminal", "next.write", id=write.verdict.id, signature=clean(write.signature))
    if result.functions and all(f.verdict.status in DONE for f in result.functions if f.verdict.tier == "core"):
        return words.say("terminal", "next.done")
    return words.say("terminal", "next.start")

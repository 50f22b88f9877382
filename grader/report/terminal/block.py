"""The expanded block of one function that does not pass: what differs, where, and why when that is certain."""

from __future__ import annotations

from grader.locale import Words
from grader.model.outcome import Place
from grader.model.result import AssignmentResult, FunctionResult
from grader.model.verdict import FailingCase, Message, Verdict
from grader.report.clean import clean, one_line
from grader.report.terminal.columns import cells, cut, widest, wrap
from grader.report.terminal.look import Look
from grader.report.terminal.picture import beside, draw, kind, on_one_line

_STEP, _DEEP = "  ", "      "
_PRINTED = 20


def block(function: FunctionResult, assignment: AssignmentResult, words: Words, look: Look) -> list[str]:
    """At most about 25 lines about one function."""
    verdict = function.verdict
    lines = [_head(function, assignment, look)]
    if verdict.finding is not None:
        lines += _said(words, verdict.finding, look, _STEP)
    lines += _breaches(verdict, words, look)
    if verdict.case is not None:
        lines += _case(verdict.case, words, look)
    if verdict.diagnosis is not None:
        lines.append(_STEP + look.paint(words.say_short("terminal", "why"), "bold"))
        lines += _tagged(_said(words, verdict.diagnosis.sentence, look, _DEEP), f"[{verdict.diagnosis.id}]", look)
    for note in verdict.notes:
        lines += _said(words, note, look, _STEP)
    lines += own_line(function, look)
    return lines + (_printed(verdict, words, look) if look.verbose else [])


def where(function: FunctionResult, assignment: AssignmentResult) -> str:
    """File and line to open: of the mistake where it is known, otherwise of the function."""
    place = function.verdict.place or Place(function.source_file or assignment.path, function.source_line)
    file = assignment.path if place.file in ("", assignment.path.rpartition("/")[2]) else place.file
    label = file if file == assignment.path or not assignment.path else f"{assignment.path} {place.file}"
    return one_line(f"{label}:{place.line}" if place.line else label)


def _head(function: FunctionResult, assignment: AssignmentResult, look: Look) -> str:
    verdict = function.verdict
    name = f"{look.sign(verdict.status)} {verdict.id.partition('.')[2]}"
    return look.paint(name, verdict.status) + "    " + cut(where(function, assignment), look.columns - widest(name) - 4)


def _said(words: Words, message: Message, look: Look, indent: str) -> list[str]:
    return wrap(clean(words.message(message)), look.columns, indent)


def _tagged(lines: list[str], tag: str, look: Look) -> list[str]:
    if widest(lines[-1]) + 2 + cells(tag) <= look.columns:
        return [*lines[:-1], f"{lines[-1]}  {tag}"]
    return [*lines, _DEEP + tag]


def _breaches(verdict: Verdict, words: Words, look: Look) -> list[str]:
    lines = []
    for breach in verdict.breaches:
        line = breach.place.line if breach.place else 0
        lines += wrap(
            words.say("terminal", f"rule.{breach.kind}", call=one_line(breach.call), line=line), look.columns, _STEP
        )
    return lines


def _case(case: FailingCase, words: Words, look: Look) -> list[str]:
    title = f"{words.say_short('terminal', 'case')} {case.number}"
    details = [case.dtype] if case.dtype else []
    if words.has("judge", f"case.{case.why}") and case.why != "ordinary":
        details.append(words.say_short("judge", f"case.{case.why}"))
    title += f" ({', '.join(details)})" if details else ""
    room = look.columns - len(_DEEP)
    arguments = ", ".join(
        f"{name} = {on_one_line(value, max(24, room // 2), case.dtype)}" for name, value in case.arguments
    )
    lines = wrap(f"{title}: {one_line(arguments)}" if arguments else title, look.columns, _STEP, _DEEP)
    return lines + [_DEEP + line for line in _versus(case, words, room)]


def _versus(case: FailingCase, words: Words, room: int) -> list[str]:
    expected, got = case.expected, case.got
    if expected is None and got is None:
        return []
    path = f" {case.path}" if case.path else ""
    titles = [words.say_short("terminal", "expected") + path, words.say_short("terminal", "got") + path]
    if expected is None or got is None:
        only = expected or got
        title = titles[0] if got is None else titles[1]
        if only is None or "Tensor(" in only.text:
            return []
        return [f"{title}  {on_one_line(only, room - cells(title) - 2, case.dtype)}"]
    if kind(expected) != kind(got):
        titles = [f"{titles[0]} {kind(expected)}".rstrip(), f"{titles[1]} {kind(got)}".rstrip()]
    left, right = draw(expected, room // 2 - 2, got.worst), draw(got, room // 2 - 2, got.worst)
    if left.part:
        titles = [f"{titles[0]} {left.part}", f"{titles[1]} {right.part}"]
    if len(left.lines) == len(right.lines) == 1:
        return _on_lines(titles, left.lines[0], right.lines[0], room)
    side_by_side = beside(left, right, (titles[0], titles[1]), room)
    if side_by_side is not None:
        return side_by_side
    left, right = draw(expected, room, got.worst), draw(got, room, got.worst)
    return [titles[0], *left.lines, titles[1], *right.lines]


def _on_lines(titles: list[str], expected: str, got: str, room: int) -> list[str]:
    width = max(cells(t) for t in titles)
    pairs = [f"{t}{' ' * (width - cells(t))}  {v}" for t, v in zip(titles, (expected, got), strict=True)]
    one = f"{titles[0]}  {expected.strip()}        {titles[1]}  {got.strip()}"
    return [one] if cells(one) <= room else pairs


def own_line(function: FunctionResult, look: Look) -> list[str]:
    """The student's own line, where the place is known and inside the function."""
    place = function.verdict.place
    if place is None or not function.source:
        return []
    index = place.line - function.source_line
    lines = function.source.splitlines()
    if not 0 <= index < len(lines) or place.file not in ("", function.source_file):
        return []
    text = clean(lines[index].replace("\t", "    "))
    return [cut(f"{_STEP}{place.line} | {text}", look.columns)]


def _printed(verdict: Verdict, words: Words, look: Look) -> list[str]:
    lines = clean(verdict.printed).splitlines()
    if not lines:
        return []
    shown = [cut(f"{_DEEP}{line}", look.columns) for line in lines[:_PRINTED]]
    if len(lines) > _PRINTED:
        more = words.say_short("terminal", "printed.more", count=len(lines) - _PRINTED)
        shown += wrap(more, look.columns, _DEEP)
    return [_STEP + words.say_short("terminal", "printed"), *shown]

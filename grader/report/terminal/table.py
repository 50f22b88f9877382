"""One line per function, in the order of the course."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from grader.locale import Words
from grader.model.result import AssignmentResult, FunctionResult
from grader.model.verdict import Verdict
from grader.report.terminal.columns import cells, cut, pad, widest
from grader.report.terminal.look import Look

DONE = ("pass", "carried")
QUIET = (*DONE, "todo", "skip")


def points(value: float) -> str:
    return f"{value:g}"


def table(assignment: AssignmentResult, words: Words, look: Look, start_here: str) -> list[str]:
    """The lines of an assignment. `start_here` is the id of the function to look at first."""
    shown, folded = _folded(assignment.functions, look)
    names = max((cells(f.verdict.id.partition(".")[2]) for f in shown), default=8)
    states = max((cells(words.say_short("report", f"status.{f.verdict.status}")) for f in shown), default=8)
    names = min(names, look.columns - states - 17)
    lines = [_line(f.verdict, (names, states), words, look, f.verdict.id == start_here) for f in shown]
    if folded:
        lines.append(cut(f"{look.sign('skip')} {words.say_short('terminal', 'folded', count=folded)}", look.columns))
    return lines


def _folded(functions: Sequence[FunctionResult], look: Look) -> tuple[list[FunctionResult], int]:
    """Extras nobody has begun stay folded until the core of their assignment passes."""
    core = [f.verdict for f in functions if f.verdict.tier == "core"]
    if look.verbose or not core or all(v.status in DONE for v in core):
        return list(functions), 0
    shown = [f for f in functions if f.verdict.tier == "core" or f.verdict.status not in ("todo", "skip")]
    return shown, len(functions) - len(shown)


def _line(verdict: Verdict, widths: tuple[int, int], words: Words, look: Look, start_here: bool) -> str:
    name = pad(cut(verdict.id.partition(".")[2], widths[0]), widths[0])
    state = pad(words.say_short("report", f"status.{verdict.status}"), widths[1])
    earned = f"{points(verdict.points)}/{points(verdict.max_points)}"
    plain = f"{look.sign(verdict.status)} {name}  {state}  {earned:>6}"
    tail = _tail(verdict, words, start_here)
    room = look.columns - widest(plain) - 3
    fitting = next((t for t in tail if widest(t) <= room), "")
    painted = plain.replace(look.sign(verdict.status), look.paint(look.sign(verdict.status), verdict.status), 1)
    return f"{painted}   {fitting}".rstrip()


def _tail(verdict: Verdict, words: Words, start_here: bool) -> list[str]:
    """What may stand at the end of a line: the fullest that fits is taken."""
    if verdict.carried_from and verdict.status == "carried":
        names = ", ".join(i.partition(".")[2] for i in verdict.carried_from)
        return [words.say_short("terminal", "carried", names=names), names]
    passed, total = _cases(verdict) if verdict.status not in ("todo", "skip") else (0, 0)
    counts = f"{words.say_short('terminal', 'cases')} {passed}/{total}" if total else ""
    extra = words.say_short("terminal", f"tier.{verdict.tier}") if verdict.tier != "core" else ""
    short = f"{passed}/{total}" if total else ""
    mark, arrow = (words.say_short("terminal", "start_here"), "<-") if start_here else ("", "")
    candidates = ((counts, extra, mark), (short, mark), (short, arrow), (arrow,))
    return ["   ".join(text for text in each if text) for each in candidates]


def _cases(verdict: Verdict) -> tuple[int, int]:
    groups = [g for g in verdict.groups if g.id != "contract"]
    return sum(g.passed for g in groups), sum(g.total for g in groups)


def whole_file(assignment: AssignmentResult) -> bool:
    """Whether one and the same reason costs every function: the file could not be read or loaded."""
    verdicts = [f.verdict for f in assignment.functions]
    first = verdicts[0] if verdicts else None
    if first is None or len(verdicts) < 2 or first.status != "error" or first.finding is None:
        return False
    return all(v.status == "error" and v.finding == first.finding for v in verdicts)


def first_to_mend(assignments: Iterable[AssignmentResult]) -> tuple[AssignmentResult, FunctionResult] | None:
    """The first function that was tried and does not pass."""
    pairs = ((a, f) for a in assignments for f in a.functions)
    return next(((a, f) for a, f in pairs if f.verdict.status not in QUIET), None)


def first_to_write(assignments: Iterable[AssignmentResult]) -> FunctionResult | None:
    """The first core function that is still a stub."""
    every = (f for a in assignments for f in a.functions)
    return next((f for f in every if f.verdict.status == "todo" and f.verdict.tier == "core"), None)

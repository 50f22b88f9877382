"""What every format says about a function, decided once: how it ended, what it counts, one sentence, and where."""

from __future__ import annotations

from dataclasses import dataclass, replace

from grader.locale import Words
from grader.model.outcome import Place
from grader.model.result import AssignmentResult, FunctionResult, Result
from grader.model.verdict import Breach, Message, Verdict
from grader.report.clean import clean, one_line
from grader.report.terminal.block import block
from grader.report.terminal.look import Look

PASSED = ("pass", "carried")
UNTOUCHED = ("todo", "skip")
_CAP = 1.1
_HIDDEN = "hidden"
_PLAIN = Look(width=90)


@dataclass(frozen=True)
class Entry:
    """One function as a test of somebody else's tool. `points` are what it adds to the total: extra and bonus points
    beyond the cap of 110 % add nothing. `line` is 0 where there is none to point at. All texts are clean.
    """

    id: str
    assignment: str
    status: str
    points: float
    max_points: float
    tier: str
    sentence: str
    details: str = ""
    path: str = ""
    line: int = 0
    seconds: float = 0.0
    diagnosis: str = ""
    printed: str = ""

    @property
    def name(self) -> str:
        return self.id.partition(".")[2] or self.id

    @property
    def passed(self) -> bool:
        return self.status in PASSED


def entries(result: Result, words: Words) -> tuple[Entry, ...]:
    """The functions of a result, in its order; a file that could not be read at all is one entry of its own."""
    counted = _counted(result)
    found: list[Entry] = []
    for assignment in result.assignments:
        shown = [_without_hidden(f) for f in assignment.functions]
        found += [_entry(f, assignment, words, counted[f.verdict.id]) for f in shown]
        if assignment.problem is not None and not shown:
            said = words.say_short("submission", assignment.problem.id, **assignment.problem.params)
            path = one_line(assignment.path)
            found.append(Entry(assignment.id, assignment.id, "error", 0.0, 0.0, "core", one_line(said), path=path))
    return tuple(found)


def possible(result: Result) -> float:
    """The points that are full marks: those of the core; of everything, where nothing else was selected."""
    return result.totals.core_max or result.totals.extra_max


def earned(result: Result) -> float:
    """Points with extras on top, at most 110 % of the core."""
    return min(result.totals.core + result.totals.extra, _CAP * possible(result))


def problems(result: Result, words: Words) -> tuple[str, ...]:
    """What is to be said about the submission as a whole."""
    return tuple(one_line(words.say_short("submission", p.id, **p.params)) for p in result.problems)


def state(status: str, words: Words) -> str:
    """The word for a status."""
    return words.say_short("report", f"status.{status}")


def number(value: float) -> str:
    """Points as people write them: at most two decimals, none that say nothing."""
    return f"{round(value, 2):g}"


def _counted(result: Result) -> dict[str, float]:
    """Points by function, so that their sum is `earned`: what is above the cap is taken off the last extras."""
    counted = {f.verdict.id: f.verdict.points for f in result.functions}
    above = result.totals.core + result.totals.extra - earned(result)
    for function in reversed(result.functions):
        verdict = function.verdict
        if above > 0 and verdict.tier != "core":
            taken = min(above, verdict.points)
            counted[verdict.id] -= taken
            above -= taken
    return counted


def _without_hidden(function: FunctionResult) -> FunctionResult:
    """Batch takes hidden inputs out before anything is stored; whoever did not must not leak them here."""
    verdict = function.verdict
    if verdict.case is None or verdict.case.why != _HIDDEN:
        return function
    kind = verdict.finding.id.rpartition(".")[2] if verdict.finding else ""
    told = Message("batch", "hidden_case", {"kind": kind})
    return replace(
        function, verdict=replace(verdict, case=None, finding=told, diagnosis=None, notes=(), place=None, printed="")
    )


def _entry(function: FunctionResult, assignment: AssignmentResult, words: Words, points: float) -> Entry:
    verdict = function.verdict
    path, line = _where(function, assignment)
    quiet = verdict.status in (*PASSED, *UNTOUCHED)
    return Entry(
        id=one_line(verdict.id),
        assignment=one_line(assignment.id),
        status=verdict.status,
        points=points,
        max_points=verdict.max_points,
        tier=verdict.tier,
        sentence=_sentence(verdict, words),
        details="" if quiet else clean("\n".join(block(function, assignment, words, _PLAIN)), 10_000),
        path=path,
        line=line,
        seconds=verdict.seconds,
        diagnosis=one_line(verdict.diagnosis.id) if verdict.diagnosis else "",
        printed=clean(verdict.printed, 10_000),
    )


def _sentence(verdict: Verdict, words: Words) -> str:
    """The cause when it is certain, else what is wrong, else the state."""
    if verdict.status in PASSED:
        return ""
    told = verdict.diagnosis.sentence if verdict.diagnosis else verdict.finding
    said = [_shortly(told, words)] if told is not None else []
    said += [_breach(b, words) for b in verdict.breaches]
    return one_line(" ".join(said)) or state(verdict.status, words)


def _shortly(message: Message, words: Words) -> str:
    return words.say_short(message.domain, message.id, **message.params)


def _breach(breach: Breach, words: Words) -> str:
    line = breach.place.line if breach.place else 0
    return words.say_short("terminal", f"rule.{breach.kind}", call=one_line(breach.call), line=line)


def _where(function: FunctionResult, assignment: AssignmentResult) -> tuple[str, int]:
    """The file and the line to look at: of the breach or the mistake where known, else of the definition. A notebook
    has no lines that a tool outside could count."""
    verdict = function.verdict
    path = one_line(assignment.path.replace("\\", "/"))
    if path.endswith(".ipynb"):
        return path, 0
    broken = next((b.place for b in verdict.breaches if b.place), None)
    place = verdict.place or broken or Place("", function.source_line)
    if place.file not in ("", path.rpartition("/")[2]):
        place = Place("", function.source_line)
    return path, max(0, place.line)

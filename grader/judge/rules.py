"""Whether an answer kept to the rules of its exercise: a verdict apart from whether its numbers are right.

What the tripwires saw from the student's own lines decides; the text names the line in the student's spelling, and
stands in where nothing was seen (loops, a branch that did not run). A call inside another exercise's function is that
exercise's matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from grader.judge.definitions import span
from grader.judge.groups import Group, group
from grader.judge.syntax import Mark, marks
from grader.model.exercise import Exercise
from grader.model.outcome import Place, Use, Watch
from grader.model.rule import Rule
from grader.model.submission import Module
from grader.model.verdict import Breach

AUTOGRAD = "AUTOGRAD"
_LOOPS = frozenset({"loop", "small_loop"})
# An optimizer of torch.optim, whatever it is called by: it asks each parameter whether it is a leaf, and marks its step
_PARAMETERS, _STEP = "Tensor.is_leaf.__get__", "profiler._record_function_enter_new"
_GRADIENT_READ = "Tensor.grad.__get__"


def breaches(exercise: Exercise, watch: Watch | None, source: Module | None) -> tuple[Breach, ...]:
    """Broken rules in the order of the page, at most one breach each. `watch` is None when the function never ran."""
    if watch is None and source is None:
        return ()
    evidence = _evidence(exercise, watch, source)
    forbidden = (_used(rule, evidence) for rule in exercise.forbid)
    missing = (_missing(rule, evidence) for rule in exercise.require)
    return tuple(breach for breach in (*forbidden, *missing) if breach is not None)


@dataclass(frozen=True)
class _Evidence:
    """Only what counts against (or for) this exercise's own lines."""

    marks: tuple[Mark, ...]
    ran: bool = False
    uses: tuple[Use, ...] = ()
    proof: bool = False
    proof_at: Place | None = None


def _evidence(exercise: Exercise, watch: Watch | None, source: Module | None) -> _Evidence:
    others = {identifier.rpartition(".")[2] for identifier in exercise.uses}
    seen = marks(source, exercise.name, skip=others) if source else ()
    if watch is None:
        return _Evidence(seen)
    own = _OwnLines(source, others)
    uses = tuple(use for use in watch.uses if own.holds(use.place))
    at = watch.differentiated_at
    proof = bool(watch.differentiated) and (at is None or own.holds(at))
    return _Evidence(seen, True, uses, proof, at)


class _OwnLines:
    """Which places belong to this exercise: not those inside functions of the exercises it builds on."""

    def __init__(self, source: Module | None, others: set[str]) -> None:
        self._files = {chunk.label for chunk in source.chunks} if source else set()
        spans = [span(source, name) for name in others] if source else []
        self._foreign = [found for found in spans if found]
        self._builds_on_others = bool(others)

    def holds(self, place: Place | None) -> bool:
        if place is None:
            return False
        if self._files and place.file not in self._files:
            return not self._builds_on_others
        return not any(place.file == label and first <= place.line <= last for label, first, last in self._foreign)


def _used(rule: Rule, evidence: _Evidence) -> Breach | None:
    content = group(rule.id)
    if rule.id == AUTOGRAD:
        return _differentiated(content, evidence)
    seen = [use for use in evidence.uses if _names(content, use)]
    written = list(_written(content, evidence.marks))
    if seen:
        first = min(seen, key=lambda use: (_line(use.place), use.kind == "aten"))
        return Breach(rule.id, _spelled(first, written, evidence), first.place)
    if written:
        return Breach(rule.id, written[0].spelled, written[0].place)
    return None


def _differentiated(content: Group, evidence: _Evidence) -> Breach | None:
    """Proof of differentiation, else a reachable call in the text. A recorded graph alone is no fault."""
    written = list(_written(content, evidence.marks))
    if evidence.proof:
        at = evidence.proof_at
        here = [mark for mark in written if mark.place == at] or (written if at is None else [])
        named = [use.name for use in evidence.uses if use.place == at and _names(content, use)]
        spelled = here[0].spelled if here else next(iter(named), "autograd")
        return Breach(AUTOGRAD, spelled, at or (here[0].place if here else None))
    if written:
        return Breach(AUTOGRAD, written[0].spelled, written[0].place)
    steps = [use for use in evidence.uses if use.name == _STEP]
    if steps and any(use.name == _PARAMETERS for use in evidence.uses):
        return Breach(AUTOGRAD, "torch.optim", steps[0].place)
    return None


def _missing(rule: Rule, evidence: _Evidence) -> Breach | None:
    content = group(rule.id)
    seen = [use for use in evidence.uses if use.kind == "function" and _names(content, use)]
    if seen:
        written = [mark for mark in _written(content, evidence.marks) if mark.called]
        in_vain = (written and all(mark.discarded for mark in written)) or _nobody_reads(seen, evidence)
        return Breach(rule.id, rule.id, seen[0].place, required=True) if in_vain else None
    # of what is seen while it runs the text proves nothing: that leaves loops, and those over sizes do none of the work
    if evidence.ran and "loop" not in content.syntax:
        return Breach(rule.id, rule.id, required=True)
    working = [mark for mark in evidence.marks if not evidence.ran or (mark.called and mark.name != "small_loop")]
    if any(_is(content, mark) for mark in working):
        return None
    return Breach(rule.id, rule.id, required=True)


def _nobody_reads(seen: list[Use], evidence: _Evidence) -> bool:
    """Whether these calls only leave gradients behind, in tensors whose gradient is never asked for."""
    if not all(use.name.endswith(".backward") for use in seen):
        return False
    return not any(use.name == _GRADIENT_READ or "hook" in use.name for use in evidence.uses)


def _is(content: Group, mark: Mark) -> bool:
    if "loop" in content.syntax and mark.name in _LOOPS:
        return True
    return mark.name in content.functions or mark.name in content.syntax


def _names(content: Group, use: Use) -> bool:
    return use.name in (content.ops if use.kind == "aten" else content.functions)


def _written(content: Group, found: tuple[Mark, ...]) -> Iterator[Mark]:
    for mark in found:
        below = mark.called and mark.name.startswith(content.modules)
        if mark.name in content.functions or mark.name in content.syntax or below:
            yield mark


def _spelled(use: Use, written: list[Mark], evidence: _Evidence) -> str:
    """The student's own spelling on that line, else the public name, else the op."""
    here = [mark for mark in written if mark.place == use.place and mark.called]
    if here:
        return here[0].spelled
    if use.kind == "function":
        return use.name
    public = [other.name for other in evidence.uses if other.kind == "function" and other.place == use.place]
    return next((name for name in public if use.name.strip("_") in name), use.name.strip("_"))


def _line(place: Place | None) -> int:
    return place.line if place else 0

"""A failing function is looked at again: why it fails, on exact evidence, and on how small a case it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from grader.contestant import Contestant
from grader.grading.worked import WorkedAnswers
from grader.judge.diagnosis.diagnose import diagnose
from grader.judge.diagnosis.evidence import Evidence, WrongForward
from grader.judge.findings import Judged, judged
from grader.judge.ladder import ladder
from grader.judge.syntax import names
from grader.judge.verdict import failing_case, most_telling, sentence
from grader.model.exercise import Exercise
from grader.model.outcome import Answer, Call, TimedOut
from grader.model.submission import Module
from grader.model.verdict import Verdict

_SHOWN_SMALLER = ("value", "nonfinite", "shape", "dtype", "type", "count", "raised")


class SecondLook:
    """Explains failing verdicts of one submission. `used` are the exercises that the explained one builds on, `source`
    is the file that it is written in."""

    def __init__(
        self,
        contestant: Contestant,
        worked: WorkedAnswers,
        forwards: Mapping[str, WrongForward],
        used: Sequence[Exercise] = (),
        source: Module | None = None,
    ) -> None:
        self._contestant = contestant
        self._worked = worked
        self._forwards = forwards
        self._used = tuple(used)
        self._source = source

    def explained(self, exercise: Exercise, verdict: Verdict, done: Sequence[Judged]) -> Verdict:
        """`verdict` with its cause, where one is certain, and with the smallest failing case that was found."""
        telling = most_telling(done)
        if telling is None or isinstance(telling.answer.outcome, TimedOut):
            return verdict
        evidence = Evidence(
            exercise,
            tuple(done),
            forwards=self._forwards,
            trace=lambda call: self._contestant.ask(exercise.slug, exercise.name, [call])[0],
            alone=lambda call: self._alone(exercise, call),
            worked=self._worked.function(exercise),
            used=self._used,
            names=names(self._source, exercise.name) if self._source else None,
        )
        return replace(self._smaller(exercise, verdict, telling), diagnosis=diagnose(evidence))

    def _alone(self, exercise: Exercise, call: Call) -> Answer:
        with self._contestant.instead({}) as fresh:
            return fresh.ask(exercise.slug, exercise.name, [call])[0]

    def _smaller(self, exercise: Exercise, verdict: Verdict, telling: Judged) -> Verdict:
        kind = telling.finding.kind if telling.finding else ""
        if kind not in _SHOWN_SMALLER or telling.run.case.kind == "corner" or telling.value is None:
            return verdict
        runs = [run for run in ladder(exercise) if run.size < telling.run.size]
        if not runs:
            return verdict
        answers = self._contestant.ask(exercise.slug, exercise.name, [replace(r.call, repeat=False) for r in runs])
        for run, answer in zip(runs, answers, strict=True):
            tried = judged(exercise, run, answer)
            if tried.value is not None and tried.value.kind == kind:
                return replace(verdict, finding=sentence(tried.value), case=failing_case(exercise, tried))
        return verdict

"""A failing function is looked at again: why it fails, on exact evidence, and on how small a case it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from grader.contestant import Contestant
from grader.contestant.tensors import encode
from grader.grading.worked import WorkedAnswers
from grader.judge.diagnosis.diagnose import diagnose
from grader.judge.diagnosis.evidence import Evidence
from grader.judge.findings import Judged, judged
from grader.judge.ladder import ladder
from grader.judge.verdict import failing_case, most_telling, sentence
from grader.model.exercise import Course, Exercise
from grader.model.outcome import Answer, Call, TimedOut
from grader.model.verdict import Verdict

_SHOWN_SMALLER = ("value", "nonfinite", "shape", "dtype", "type", "count", "raised")


class SecondLook:
    """Explains failing verdicts of one submission."""

    def __init__(self, course: Course, contestant: Contestant, worked: WorkedAnswers) -> None:
        self._course = course
        self._contestant = contestant
        self._worked = worked

    def explained(self, exercise: Exercise, verdict: Verdict, done: Sequence[Judged]) -> Verdict:
        """`verdict` with its cause, where one is certain, and with the smallest failing case that was found."""
        telling = most_telling(done)
        if telling is None or isinstance(telling.answer.outcome, TimedOut):
            return verdict
        evidence = Evidence(
            exercise,
            tuple(done),
            ask_own_forward=self._own_forward(exercise),
            trace=lambda call: self._contestant.ask(exercise.slug, exercise.name, [call])[0],
            worked=self._worked.function(exercise),
        )
        return replace(self._smaller(exercise, verdict, telling), diagnosis=diagnose(evidence))

    def _own_forward(self, exercise: Exercise) -> Any:
        own = exercise.own_forward
        if own is None:
            return None
        forward = self._course.exercise(own.exercise)

        def ask(arguments: Sequence[tuple[Any, ...]]) -> Sequence[Answer]:
            calls = [Call(tuple(encode(a) for a in args), repeat=False) for args in arguments]
            return self._contestant.ask(forward.slug, forward.name, calls)

        return ask

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

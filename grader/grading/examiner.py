"""One submission before the examiner: each exercise is asked, judged, and judged again with earlier mistakes mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from grader.contestant import Contestant
from grader.errors import GraderError, GraderFault
from grader.grading.second_look import SecondLook
from grader.grading.shelf import Shelf
from grader.grading.worked import WorkedAnswers
from grader.judge.findings import Judged
from grader.judge.rules import breaches
from grader.judge.verdict import judge_runs, verdict
from grader.judge.watching import merged
from grader.model.exercise import Course, Exercise
from grader.model.submission import Module, Submission
from grader.model.verdict import Message, Verdict

_SETTLED = ("pass", "carried", "todo", "rule", "skip")


class Examiner:
    """Verdicts about one submission."""

    def __init__(
        self, course: Course, shelf: Shelf, submission: Submission, contestant: Contestant, worked: WorkedAnswers
    ) -> None:
        self._course = course
        self._shelf = shelf
        self._submission = submission
        self._contestant = contestant
        self._worked = worked
        self._look = SecondLook(course, contestant, worked)
        self._verdicts: dict[str, Verdict] = {}

    def verdict(self, exercise: Exercise) -> Verdict:
        """The verdict about `exercise`. What the grader cannot explain becomes `grader_fault`, never a pass."""
        if exercise.id not in self._verdicts:
            try:
                self._verdicts[exercise.id] = self._judged(exercise)
            except GraderError as error:
                self._verdicts[exercise.id] = _fault(exercise, error.message)
            except (
                ArithmeticError,
                LookupError,
                TypeError,
                ValueError,
                RuntimeError,
                OSError,
                AttributeError,
            ) as error:
                self._verdicts[exercise.id] = _fault(exercise, f"{type(error).__name__}: {error}")
        return self._verdicts[exercise.id]

    def _judged(self, exercise: Exercise) -> Verdict:
        module = self._submission.module(exercise.slug)
        if module is None:
            return _unread(exercise, "skip", Message("judge", "finding.no_file", {"file": f"{exercise.slug}.py"}))
        if module.problem is not None:
            return _unread(exercise, "error", Message("submission", module.problem.id, dict(module.problem.params)))
        first, done = self._examined(exercise, module, self._contestant)
        if first.status in _SETTLED:
            return first
        carried = self._carried(exercise, module, first)
        if carried is not None:
            return carried
        return self._look.explained(exercise, first, done)

    def _examined(self, exercise: Exercise, module: Module, contestant: Contestant) -> tuple[Verdict, Sequence[Judged]]:
        runs = self._shelf.runs(exercise)
        answers = contestant.ask(exercise.slug, exercise.name, [run.call for run in runs])
        if len(answers) != len(runs):
            raise GraderFault(f"{exercise.id}: {len(answers)} answers to {len(runs)} calls")
        done = judge_runs(exercise, runs, answers)
        seen = merged([a.watch for a in answers if a.watch is not None])
        broken = breaches(exercise, seen, module)
        if seen is not None and seen.failed and not broken and (exercise.forbid or exercise.require):
            raise GraderFault(f"{exercise.id}: it runs differently when it is watched ({seen.failed})")
        return verdict(exercise, done, broken), done

    def _carried(self, exercise: Exercise, module: Module, first: Verdict) -> Verdict | None:
        """Judged again with the reference in place of earlier functions that fail: no double penalty."""
        failing = self._failing_below(exercise)
        if not failing:
            return None
        replacements = {(e.slug, e.name): self._worked.source(e.slug) for e in failing}
        with self._contestant.instead(replacements) as mended:
            again, _ = self._examined(exercise, module, mended)
        if again.status != "pass" and again.points <= first.points:
            return None
        status = "carried" if again.status == "pass" else again.status
        return replace(again, status=status, carried_from=tuple(e.id for e in failing), printed=first.printed)

    def _failing_below(self, exercise: Exercise) -> list[Exercise]:
        """Every exercise that `exercise` leans on, directly or not, and that does not pass."""
        found: dict[str, Exercise] = {}
        waiting = list(exercise.uses)
        while waiting:
            identifier = waiting.pop(0)
            if identifier in found:
                continue
            below = self._course.exercise(identifier)
            if self.verdict(below).status not in ("pass", "carried"):
                found[identifier] = below
            waiting.extend(below.uses)
        return sorted(found.values(), key=lambda e: e.id)


def _unread(exercise: Exercise, status: str, finding: Message) -> Verdict:
    return Verdict(exercise.id, status, 0.0, exercise.points, exercise.tier, finding=finding)


def _fault(exercise: Exercise, why: str) -> Verdict:
    return _unread(exercise, "grader_fault", Message("judge", "finding.grader_fault", {"why": why}))

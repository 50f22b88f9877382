"""One submission before the examiner: each exercise is asked, judged, and judged again with earlier mistakes mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from grader.contestant import Contestant
from grader.errors import GraderError, GraderFault
from grader.grading.own_forwards import wrong_forwards
from grader.grading.second_look import SecondLook
from grader.grading.shelf import Shelf
from grader.grading.worked import WorkedAnswers
from grader.judge.findings import Judged
from grader.judge.plan import Run
from grader.judge.rules import breaches
from grader.judge.verdict import judge_runs, verdict
from grader.judge.watching import merged, unwatched
from grader.model.exercise import Course, Exercise
from grader.model.outcome import Answer, Raised, TimedOut, Unusable
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
        failing = None
        if any(self._verdicts[e].status == "timeout" for e in exercise.uses if e in self._verdicts):
            failing = self._failing_below(exercise)  # it would hang again: go straight to the mended run
        first = None if failing else self._examined(exercise, module, self._contestant)
        if first is not None and first[0].status in _SETTLED and not (first[0].status == "rule" and first[0].finding):
            return first[0]
        failing = self._failing_below(exercise) if failing is None else failing
        if first is not None and first[0].status == "rule":  # wrong numbers are explained beside the broken rule
            return first[0] if failing else self._explained(exercise, *first, self._contestant)
        if failing:
            return self._carried(exercise, module, failing, first[0] if first else None)
        assert first is not None
        return self._explained(exercise, *first, self._contestant)

    def _examined(self, exercise: Exercise, module: Module, contestant: Contestant) -> tuple[Verdict, Sequence[Judged]]:
        runs = self._shelf.runs(exercise)
        answers = self._answers(exercise, runs, contestant)
        done = judge_runs(exercise, runs, answers)
        seen = merged([a.watch for a in answers if a.watch is not None])
        broken = breaches(exercise, seen, module)
        found = verdict(exercise, done, broken)
        why = unwatched(exercise, done) if exercise.forbid or exercise.require else ""
        if why and not broken and found.points:
            raise GraderFault(f"{exercise.id}: it runs differently when it is watched ({why})")
        return found, done

    def _answers(self, exercise: Exercise, runs: Sequence[Run], contestant: Contestant) -> list[Answer]:
        """One answer per run. Hidden inputs go to a process of their own that ends with them: whatever a function keeps
        of its inputs, it cannot bring theirs into an answer that is shown."""
        shown = [run for run in runs if not self._shelf.hides(exercise, run)]
        hidden = [run for run in runs if self._shelf.hides(exercise, run)]
        answers = list(contestant.ask(exercise.slug, exercise.name, [run.call for run in shown]))
        late = next((a for a in answers if isinstance(a.outcome, TimedOut)), None)
        if late is not None:  # it would hang there too
            answers += [_wordless(late)] * len(hidden)
        elif hidden:
            with _apart(contestant) as unseen:
                answers += map(_wordless, unseen.ask(exercise.slug, exercise.name, [run.call for run in hidden]))
        by_number = {run.number: answer for run, answer in zip([*shown, *hidden], answers, strict=True)}
        return [by_number[run.number] for run in runs]

    def _explained(
        self, exercise: Exercise, verdict: Verdict, done: Sequence[Judged], contestant: Contestant
    ) -> Verdict:
        """`verdict` with its cause, drawn from hidden runs only when no other one fails."""
        shown = [each for each in done if not self._shelf.hides(exercise, each.run)]
        used = [self._course.exercise(identifier) for identifier in exercise.uses]
        source = self._submission.module(exercise.slug)
        if len(shown) == len(done) or any(each.finding for each in shown):
            # mended or not, a backward's own forward is the student's
            forwards = wrong_forwards(self._course, exercise, self.verdict, self._contestant)
            return SecondLook(contestant, self._worked, forwards, used, source).explained(exercise, verdict, shown)
        with _apart(contestant) as unseen:
            return SecondLook(unseen, self._worked, {}, used, source).explained(exercise, verdict, done)

    def _carried(
        self, exercise: Exercise, module: Module, failing: Sequence[Exercise], first: Verdict | None
    ) -> Verdict:
        """Judged again with the reference in place of earlier functions that fail: no double penalty. What is still
        wrong then is this function's own mistake."""
        with self._contestant.instead(self._worked.excerpts(failing)) as mended:
            again, done = self._examined(exercise, module, mended)
            if first is not None and again.points < first.points:
                return first
            if again.status not in _SETTLED:
                again = self._explained(exercise, again, done, mended)
        status = "carried" if again.status == "pass" else again.status
        printed = first.printed if first is not None else ""
        return replace(again, status=status, carried_from=tuple(e.id for e in failing), printed=printed)

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


def _apart(contestant: Contestant) -> Contestant:
    """The same submission in a process of its own, beside which none of its processes lives."""
    contestant.close()
    return contestant.instead({})


def _wordless(answer: Answer) -> Answer:
    """Without what could carry an input out in words: whether it is right is all that may be learnt from it."""
    outcome = answer.outcome
    if isinstance(outcome, Raised):
        outcome = replace(outcome, message="", place=None, todo=False)
    elif isinstance(outcome, Unusable):
        outcome = Unusable(outcome.reason)
    return replace(answer, outcome=outcome, watch=None, printed="", seconds=0.0)


def _unread(exercise: Exercise, status: str, finding: Message) -> Verdict:
    return Verdict(exercise.id, status, 0.0, exercise.points, exercise.tier, finding=finding)


def _fault(exercise: Exercise, why: str) -> Verdict:
    return _unread(exercise, "grader_fault", Message("judge", "finding.grader_fault", {"why": why}))

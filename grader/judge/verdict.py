"""From judged runs to the verdict about one function."""

from __future__ import annotations

from collections.abc import Sequence

from grader.judge.accept import parts_right
from grader.judge.findings import Finding, Judged, judged
from grader.judge.plan import Run
from grader.judge.scoring import earned, groups
from grader.judge.show import argument_pictures, expected_picture, got_picture
from grader.model.exercise import Exercise
from grader.model.outcome import Answer, Returned
from grader.model.verdict import Breach, FailingCase, Message, Verdict

DOMAIN = "judge"
_UNUSABLE = ("raised", "died", "missing", "not_a_function", "not_loaded", "bad_answer", "too_large")
_STATUS_OF = {"todo": "todo", "timeout": "timeout", **dict.fromkeys(_UNUSABLE, "error")}


def judge_runs(exercise: Exercise, runs: Sequence[Run], answers: Sequence[Answer]) -> tuple[Judged, ...]:
    """Every run with what is wrong about it. Raises ValueError when an answer is missing: no answer, no verdict."""
    return tuple(judged(exercise, run, answer) for run, answer in zip(runs, answers, strict=True))


def verdict(exercise: Exercise, done: Sequence[Judged], breaches: Sequence[Breach] = ()) -> Verdict:
    """The verdict without its diagnosis. Rule and value stay apart: a breach costs the points, the findings remain."""
    made = groups(exercise.points, done)
    points = earned(exercise.points, made)
    telling = most_telling(done)
    status = _status(done, points, telling)
    if breaches and status not in ("todo", "error", "timeout"):
        status, points = "rule", 0.0
    finding = telling.finding if telling else None
    return Verdict(
        id=exercise.id,
        status=status,
        points=points,
        max_points=exercise.points,
        tier=exercise.tier,
        finding=sentence(finding) if finding else None,
        case=failing_case(exercise, telling) if telling else None,
        groups=made,
        breaches=tuple(breaches),
        notes=_notes(exercise, done, telling),
        place=finding.place if finding else None,
        printed=next((j.answer.printed for j in done if j.answer.printed), ""),
        seconds=round(sum(j.answer.seconds for j in done), 4),
    )


def sentence(finding: Finding) -> Message:
    """What is said of a finding. One number is not "1 of 1 values"."""
    only_one = finding.kind == "value" and finding.params.get("of") == 1
    return Message(DOMAIN, "finding.value_one" if only_one else f"finding.{finding.kind}", finding.params)


def most_telling(done: Sequence[Judged]) -> Judged | None:
    """The failing run to show: the seen example and ordinary inputs before edges, then the smallest."""
    failing = [j for j in done if j.finding]
    if not failing:
        return None
    hanging = [j for j in done if _kind(j) == "timeout"]
    # what was written back, or written as it was, may have changed something in a larger run
    return min(
        hanging or failing,
        key=lambda j: (j.value is None, _kind(j) == "undone", j.run.case.kind == "corner", j.run.size, j.run.number),
    )


def _status(done: Sequence[Judged], points: float, telling: Judged | None) -> str:
    if telling is None:
        return "pass"
    status = _STATUS_OF.get(_kind(telling), "fail")
    if status == "error" and any(isinstance(j.answer.outcome, Returned) for j in done):
        status = "fail"
    return "partial" if points > 0 and status == "fail" else status


def _kind(judged: Judged) -> str:
    return judged.finding.kind if judged.finding else ""


def failing_case(exercise: Exercise, telling: Judged) -> FailingCase | None:
    """The case of `telling` as a reader sees it, or None when there was nothing to call."""
    run, outcome = telling.run, telling.answer.outcome
    mismatch = telling.value.mismatch if telling.value else None
    path = mismatch.path if mismatch else ""
    got = got_picture(outcome.value, path, mismatch) if isinstance(outcome, Returned) else None
    if _kind(telling) in ("missing", "not_a_function", "not_loaded", "todo"):
        return None
    return FailingCase(
        number=run.number,
        kind=run.case.kind,
        why=run.case.why,
        dtype=run.dtype if run.dtype != "as_is" else "",
        arguments=argument_pictures(exercise.parameters, run.args),
        expected=expected_picture(run.expected, path) if run.expected is not None else None,
        got=got,
        path=path,
    )


def _notes(exercise: Exercise, done: Sequence[Judged], telling: Judged | None) -> tuple[Message, ...]:
    notes = []
    if telling is not None and telling.value is not None and isinstance(telling.answer.outcome, Returned):
        right = parts_right(telling.run.expected, telling.answer.outcome.value, exercise.scalar)
        if right:
            notes.append(Message(DOMAIN, "note.parts_right", {"parts": ", ".join(right)}))
        if telling.value.kind == "value":
            notes.append(Message(DOMAIN, "note.form_right"))
    changed = sorted({g for j in done for g in j.answer.behaviour.globals_changed})
    if changed:
        notes.append(Message(DOMAIN, "note.globals", {"what": ", ".join(changed)}))
    return tuple(notes)

"""Something is kept between calls, or drawn anew in each: the same arguments do not give the same answer."""

from __future__ import annotations

from dataclasses import replace

from grader.judge.diagnosis.classes import said
from grader.judge.diagnosis.evidence import Evidence, ordinary
from grader.judge.findings import judged
from grader.model.verdict import Diagnosis


def unrepeatable(evidence: Evidence) -> Diagnosis | None:
    """Wrong numbers that a second call with the same arguments does not give again: something is kept, or drawn."""
    odd = any(ordinary(j) and j.value and j.answer.behaviour.repeats is False for j in evidence.failing)
    return said("unrepeatable", {}) if odd else None


def kept_state(evidence: Evidence) -> Diagnosis | None:
    """Wrong after other calls and right alone: something is kept between calls. What is wrong from the first call on
    is not looked at: a process of its own costs as much as all calls did."""
    later = [j.run for j in evidence.failing if not j.run.case.raises]
    if evidence.alone is None or not later or evidence.done[0].value is not None:
        return None
    call = replace(later[-1].call, repeat=False)
    again = judged(evidence.exercise, later[-1], evidence.alone(call))
    return said("state", {}) if again.finding is None else None

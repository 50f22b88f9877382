"""The order in which the kinds of evidence are tried: the most specific first."""

from __future__ import annotations

from grader.judge.diagnosis.classes import input_class, large_only
from grader.judge.diagnosis.evidence import Evidence
from grader.judge.diagnosis.inherited import inherited
from grader.judge.diagnosis.misconceptions import misconception
from grader.judge.diagnosis.own_forward import own_forward
from grader.judge.diagnosis.precision import approximate, narrow_type
from grader.judge.diagnosis.state import kept_state, unrepeatable
from grader.judge.diagnosis.steps import first_wrong_step
from grader.judge.diagnosis.torch_errors import explained_error
from grader.judge.diagnosis.transforms import transform
from grader.model.verdict import Diagnosis


def one_word(evidence: Evidence) -> Diagnosis | None:
    """The word among the arguments (a mode, a kind) that is taken for granted whatever is given: plainer than a mistake
    in the part that another word would choose."""
    if not any(isinstance(value, str) for each in evidence.done for value in each.run.args):
        return None
    found = transform(evidence)
    return found if found is not None and found.id == "transform.as_if_fixed" else None


KINDS = (
    own_forward,
    misconception,
    unrepeatable,
    kept_state,
    explained_error,
    narrow_type,
    input_class,
    one_word,
    inherited,
    transform,
    large_only,
    approximate,
    first_wrong_step,
)


def diagnose(evidence: Evidence) -> Diagnosis | None:
    """Why the function fails, where that is certain; None when every run passes or nothing is certain."""
    if evidence.telling is None:
        return None
    for kind in KINDS:
        found = kind(evidence)
        if found is not None:
            return found
    return None

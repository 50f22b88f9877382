"""An instructor's own cases: added for judging, and kept out of everything that is written.

The file is Python and defines HIDDEN: exercise id -> a function of a Draw that yields cases, as on a course page, or a
list of cases. It is code of the instructor's and runs in the judge.

    from grader.author import case, corner
    HIDDEN = {"A07.sigmoid": lambda draw: [corner(draw.normal(3), why="edge")]}

Hidden inputs are redacted where a verdict leaves the judge, so neither store nor reports ever hold them. A student's
function can still tell one bit per run by passing or failing; that is what grading is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from grader.errors import GraderError
from grader.model.exercise import Case, Course
from grader.model.result import AssignmentResult, FunctionResult, Result
from grader.model.verdict import Diagnosis, Message, Verdict

WHY = "hidden"
# What these say is written in the catalogues and holds for any input.
_STATIC_KINDS = ("misconception",)


def hidden_cases(text: str, course: Course, seed: int) -> dict[str, tuple[Case, ...]]:
    """The cases by exercise id, marked as hidden. Raises GraderError when the file does not load or fit the course."""
    if not text:
        return {}
    from grader.author.draw import Draw

    namespace: dict[str, Any] = {"__name__": "hidden"}
    try:
        exec(compile(text, "hidden", "exec"), namespace)  # noqa: S102 - the instructor's own file
        given: Mapping[str, Callable[[Draw], Iterable[Case]] | Iterable[Case]] = namespace["HIDDEN"]
        found = {}
        for identifier, cases in given.items():
            course.exercise(identifier)
            drawn = cases(Draw(seed, f"hidden:{identifier}")) if callable(cases) else cases
            found[identifier] = tuple(replace(case, kind="corner", why=WHY) for case in drawn)
    except KeyError as error:
        raise GraderError(f"the hidden cases name {error}", "HIDDEN = {'A07.sigmoid': lambda draw: [...]}") from None
    except Exception as error:
        raise GraderError(f"the hidden cases do not load: {type(error).__name__}: {error}") from error
    return found


def redacted(result: Result, hidden: Mapping[str, object]) -> Result:
    """The result without anything that a hidden input could be read from."""
    if not hidden:
        return result
    return replace(result, assignments=tuple(_assignment(a, hidden) for a in result.assignments))


def _assignment(assignment: AssignmentResult, hidden: Mapping[str, object]) -> AssignmentResult:
    return replace(assignment, functions=tuple(_function(f, hidden) for f in assignment.functions))


def _function(function: FunctionResult, hidden: Mapping[str, object]) -> FunctionResult:
    verdict = function.verdict
    return replace(function, verdict=_verdict(verdict)) if verdict.id in hidden else function


def _verdict(verdict: Verdict) -> Verdict:
    """What the function printed, the names it made and the places it claims may be copies of its inputs."""
    secret = verdict.case is not None and verdict.case.why == WHY
    finding = verdict.finding
    if secret and finding is not None:
        finding = Message("batch", "hidden_case", {"kind": finding.id.rpartition(".")[2]})
    return replace(
        verdict,
        finding=finding,
        case=None if secret else verdict.case,
        diagnosis=_diagnosis(verdict.diagnosis, secret),
        notes=tuple(n for n in verdict.notes if not n.params),
        place=None if secret else verdict.place,
        printed="",
    )


def _diagnosis(diagnosis: Diagnosis | None, secret: bool) -> Diagnosis | None:
    if diagnosis is None or diagnosis.kind in _STATIC_KINDS:
        return diagnosis
    return None if secret or WHY in diagnosis.id else diagnosis

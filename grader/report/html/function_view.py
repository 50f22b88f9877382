"""What the page shows of one function."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from markupsafe import Markup

from grader.model.history import Tried
from grader.model.result import FunctionResult
from grader.model.verdict import Breach, FailingCase, Group, Message, Picture, Verdict
from grader.report.clean import clean, one_line
from grader.report.html.bilingual import Bilingual
from grader.report.html.formula import typeset
from grader.report.html.heat import Heat, difference, heat, reach
from grader.report.html.source import Excerpt, excerpt

GLYPHS = {
    "pass": "○", "carried": "○", "partial": "△", "fail": "×", "error": "!", "timeout": "!", "rule": "#", "todo": "·",
    "skip": "-", "grader_fault": "?",
}  # fmt: skip
LECTURES = "seed"  # the catalogue of the lectures' own sentences
DONE = ("pass", "carried")


@dataclass(frozen=True)
class CaseView:
    """The smallest failing case: arguments, and the three pictures side by side."""

    case: FailingCase
    arguments: tuple[tuple[str, Heat], ...]
    expected: Heat | None
    got: Heat | None
    difference: Heat | None
    wrong: int


@dataclass(frozen=True)
class FunctionView:
    """A function as the template reads it. `anchor` is unique on the page, `pictures` are anchors of plots of it."""

    id: str
    name: str
    anchor: str
    domain: str
    status: str
    glyph: str
    points: float
    max_points: float
    tier: str
    finding: Message | None
    diagnosis: Message | None
    diagnosis_id: str
    place: str
    groups: tuple[Group, ...]
    breaches: tuple[Breach, ...]
    notes: tuple[Message, ...]
    carried_from: tuple[str, ...]
    case: CaseView | None
    source: Excerpt | None
    formula: Markup
    signature: str
    forbids: tuple[str, ...]
    requires: tuple[str, ...]
    hints: tuple[str, ...]
    lectures: tuple[str, ...]
    printed: str
    tried: Tried = field(default_factory=Tried)
    pictures: tuple[str, ...] = ()
    first: bool = False

    @property
    def done(self) -> bool:
        return self.status in DONE

    @property
    def change(self) -> float:
        """Points won or lost since the report before this one."""
        return 0.0 if self.tried.before is None else self.points - self.tried.before

    @property
    def travelled(self) -> bool:
        """Whether the folder remembers more of it than its verdict."""
        return bool(self.tried.hint or self.tried.attempts > 1 or self.change)

    @property
    def failing(self) -> bool:
        return self.status not in (*DONE, "todo", "skip")


def function_view(function: FunctionResult, domain: str, text: Bilingual, tried: Tried | None = None) -> FunctionView:
    """Everything the template needs, cleaned and laid out. `domain` has the words of the function's assignment."""
    verdict = function.verdict
    diagnosis = verdict.diagnosis
    return FunctionView(
        id=one_line(verdict.id, 80),
        name=one_line(verdict.id.partition(".")[2], 80),
        anchor=anchor(verdict.id),
        domain=domain,
        status=verdict.status,
        glyph=GLYPHS[verdict.status],
        points=verdict.points,
        max_points=verdict.max_points,
        tier=verdict.tier,
        finding=verdict.finding,
        diagnosis=diagnosis.sentence if diagnosis else None,
        diagnosis_id=one_line(diagnosis.id, 80) if diagnosis else "",
        place=one_line(f"{verdict.place.file}:{verdict.place.line}", 200) if verdict.place else "",
        groups=_groups(verdict),
        breaches=verdict.breaches,
        notes=verdict.notes,
        carried_from=verdict.carried_from,
        case=_case(verdict.case),
        source=excerpt(function),
        formula=typeset(clean(function.formula, 400)),
        signature=clean(function.signature, 400),
        forbids=tuple(one_line(f, 80) for f in function.forbids),
        requires=tuple(one_line(r, 80) for r in function.requires),
        hints=_hints(verdict.id, domain, text),
        lectures=tuple(key for key in function.teaches if text.has(LECTURES, key)),
        printed=clean(verdict.printed, 4000),
        tried=tried or Tried(),
    )


def _groups(verdict: Verdict) -> tuple[Group, ...]:
    """Those with checks. A contract kept by giving no answer at all is none to praise."""
    nothing = verdict.status in ("error", "timeout") and not any(g.passed for g in verdict.groups if g.id != "contract")
    return tuple(g for g in verdict.groups if g.total and not (nothing and g.id == "contract"))


def anchor(identifier: str) -> str:
    """A fragment identifier: letters, digits, dots and hyphens only."""
    return "f-" + re.sub(r"[^A-Za-z0-9.]", "-", identifier)


def _case(case: FailingCase | None) -> CaseView | None:
    if case is None:
        return None
    end = reach((case.expected, case.got))
    delta = difference(case.expected, case.got) if case.expected and case.got else None
    return CaseView(
        case=case,
        arguments=tuple((one_line(name, 40), _alone(picture)) for name, picture in case.arguments),
        expected=heat(case.expected, end) if case.expected else None,
        got=heat(case.got, end) if case.got else None,
        difference=heat(delta, reach((delta,))) if delta else None,
        wrong=len(case.got.wrong) if case.got else 0,
    )


def _alone(picture: Picture) -> Heat:
    """On a scale of its own; a single number would always be at its end, so it has no colour."""
    return heat(picture, reach((picture,)) if len(picture.cells) > 1 else 0.0)


def _hints(identifier: str, domain: str, text: Bilingual) -> tuple[str, ...]:
    keys = (f"{identifier}.hint.{level}" for level in (1, 2, 3))
    return tuple(key for key in keys if text.has(domain, key))

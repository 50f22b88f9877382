"""The student's report: what to do next, then every function with its reason."""

from __future__ import annotations

from dataclasses import dataclass, replace

from grader.locale import Words
from grader.model.history import History
from grader.model.result import AssignmentResult, Result
from grader.model.submission import Problem
from grader.report.clean import clean, one_line
from grader.report.html.bilingual import Bilingual
from grader.report.html.function_view import GLYPHS, FunctionView, function_view
from grader.report.html.page import page
from grader.report.html.plot_view import PlotView, plot_views

MOST_THEN = 6
STATUS_ORDER = ("pass", "carried", "partial", "fail", "error", "timeout", "rule", "grader_fault", "todo", "skip")


@dataclass(frozen=True)
class AssignmentView:
    """An assignment with the functions that were graded; `lectures` are sentences that stand beside none of them."""

    id: str
    domain: str
    path: str
    titled: bool
    points: float
    max_points: float
    functions: tuple[FunctionView, ...]
    problem: Problem | None
    plots: tuple[PlotView, ...]
    lectures: tuple[str, ...]


def render(result: Result, words: Words, history: History | None = None) -> str:
    """The whole page. The same result gives the same bytes. Both languages are in it; `words` chooses the first.
    `history` is what the learner's folder remembers."""
    text = Bilingual(words)
    assignments = _first_marked([_assignment(a, text, history or History()) for a in result.assignments])
    functions = [f for a in assignments for f in a.functions]
    next_one = next((f for f in functions if f.first), None)
    return page(
        "student.html.j2",
        ("base.css", "student.css", "plots.css"),
        ("base.js",),
        words,
        result=result,
        glyphs=GLYPHS,
        name=one_line(result.submission, 120),
        assignments=assignments,
        next_one=next_one,
        then=[f for f in functions if f.failing and f is not next_one][:MOST_THEN],
        journey=[f for f in functions if f.travelled],
        change=sum(f.change for f in functions),
        counts=[
            (s, sum(f.status == s for f in functions)) for s in STATUS_ORDER if any(f.status == s for f in functions)
        ],
        problems=result.problems,
        remarks=result.remarks,
        ignored=[one_line(name, 120) for name in result.ignored[:50]],
        details=[(clean(k, 80), clean(v, 200)) for k, v in result.environment.isolation_detail.items()],
    )


def _assignment(assignment: AssignmentResult, text: Bilingual, history: History) -> AssignmentView:
    plots = plot_views(one_line(assignment.id, 40), assignment.plots)
    functions = tuple(
        replace(
            function_view(f, assignment.slug, text, history[f.verdict.id]),
            pictures=tuple(p.anchor for p in plots if f.verdict.id in p.functions),
        )
        for f in assignment.functions
    )
    return AssignmentView(
        id=one_line(assignment.id, 40),
        domain=assignment.slug,
        path=one_line(assignment.path, 200),
        titled=text.has(assignment.slug, f"{assignment.id}.title"),
        points=sum(f.points for f in functions),
        max_points=sum(f.max_points for f in functions),
        functions=functions,
        problem=assignment.problem,
        plots=plots,
        lectures=_lectures(functions),
    )


def _lectures(functions: tuple[FunctionView, ...]) -> tuple[str, ...]:
    """What the lecture says about the functions that are done. Where one is open, its sentences stand beside it."""
    shown = {key for f in functions if not f.done for key in f.lectures}
    return tuple(dict.fromkeys(key for f in functions for key in f.lectures if key not in shown))


def _first_marked(assignments: list[AssignmentView]) -> list[AssignmentView]:
    """Mark the first function to look at: the first that fails, else the first that is not written yet."""
    functions = [f for a in assignments for f in a.functions]
    chosen = next((f for f in functions if f.failing), None) or next((f for f in functions if f.status == "todo"), None)
    if chosen is None:
        return assignments
    return [replace(a, functions=tuple(replace(f, first=f is chosen) for f in a.functions)) for a in assignments]

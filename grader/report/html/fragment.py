"""A result as a piece of HTML for a notebook's output: no script, no page around it, styles that touch nothing else.

Notebooks that are shown without trust lose the styles; headings, lists and tables still say it all.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import replace

from markupsafe import Markup

from grader.locale import Words
from grader.model.result import FunctionResult, Result
from grader.report.html.bilingual import Bilingual
from grader.report.html.function_view import GLYPHS, FunctionView, function_view
from grader.report.html.page import part, styles

_DARK = (
    "body[data-jp-theme-light=false] .grader-cell, html[theme=dark] .grader-cell, "
    "body.vscode-dark .grader-cell { color-scheme: dark; }"
)
_OWN = "padding: 0.2rem 0.6rem; background: var(--bg); color-scheme: light;"


class _Chosen(Bilingual):
    """Only the languages that were chosen: nothing in a cell's output can switch between them."""

    def __init__(self, words: Words) -> None:
        super().__init__(words)
        self._both = words


def render(result: Result, words: Words) -> str:
    """The functions of a result, each as in the student's report."""
    text = _Chosen(words)
    token = secrets.token_hex(4)  # the same cell, graded twice, is shown twice on one page
    views = [_view(f, a.slug, text, token) for a in result.assignments for f in a.functions]
    first = next((v for v in views if v.failing), None)
    return part(
        "fragment.html.j2",
        text,
        style=Markup(scoped(styles(("base.css", "student.css")))),  # noqa: S704  our own files
        functions=[replace(v, first=v is first) for v in views],
        glyphs=GLYPHS,
        result=result,
    )


def _view(function: FunctionResult, slug: str, text: Bilingual, token: str) -> FunctionView:
    view = function_view(function, slug, text)
    return replace(view, anchor=f"g{token}-{view.anchor}")


def scoped(style: str) -> str:
    """The page's styles inside of `.grader-cell`, by nesting."""
    inside = re.sub(r"(?m)^(\s*)(?:html|body) \{", r"\1& {", style.replace(":root", "&"))
    inside = re.sub(r"\n\s*@page[^}]*}", "", inside)
    return f".grader-cell {{\n{inside}\n& {{ {_OWN} }}\nh3, h4 {{ color: inherit; }}\n}}\n{_DARK}"

"""One self-contained page from a template: escaping always on, and a policy that lets nothing else run or load."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from grader.locale import Words
from grader.report.clean import clean, one_line
from grader.report.html.bilingual import Bilingual

_HERE = Path(__file__).parent


def page(template: str, styles: tuple[str, ...], scripts: tuple[str, ...], words: Words, **view: Any) -> str:
    """The template filled with `view`, its styles and scripts inlined and named in the policy by their hashes."""
    style, script = _compact(styles), _joined(scripts)
    made = (
        _environment()
        .get_template(template)
        .render(
            style=Markup(style),  # noqa: S704  our own files
            script=Markup(script),  # noqa: S704
            policy=policy(style, script),
            text=Bilingual(words),
            **view,
        )
    )
    return _TAGS.sub(_needed, made)


def part(template: str, text: Bilingual, **view: Any) -> str:
    """A template that is no page of its own, filled with `view`."""
    return _environment().get_template(template).render(text=text, **view)


def styles(names: tuple[str, ...]) -> str:
    """Style sheets of ours, joined."""
    return _joined(names)


@cache
def policy(style: str, script: str) -> str:
    """A content security policy under which this style, this script and data: pictures work, and nothing else."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _joined(names: tuple[str, ...]) -> str:
    return "\n".join((_HERE / "static" / name).read_text(encoding="utf-8").strip() for name in names)


_TAGS = re.compile(r"<(style|script)\b.*?</\1>|</t[dhr]>|<[a-z][^<>]*>", re.DOTALL)  # in texts "<" is escaped
_QUOTED = re.compile(r'="([\w.#-]+)"(?=[\s>])', re.ASCII)


def _needed(tag: re.Match[str]) -> str:
    """What HTML needs of a tag: no quotes around plain words, no ends of cells and rows. A tenth of a report."""
    if tag[1]:
        return tag[0]
    return "" if tag[0][1] == "/" else _QUOTED.sub(r"=\1", tag[0])


@cache
def _compact(names: tuple[str, ...]) -> str:
    """Style sheets, joined, without the white space that only people read."""
    style = re.sub(r"\s*\n\s*", "", _joined(names))
    return re.sub(r"\s*([{};])\s*", r"\1", style).replace(";}", "}")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(clean=clean, one_line=one_line, points=points)
    return environment


def points(value: float) -> str:
    """Points as people write them: 3, 2.5, 0.33."""
    return f"{value:.2f}".rstrip("0").rstrip(".")

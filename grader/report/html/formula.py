"""A formula written as plain text, with what stands above or below the line put there.

"e^-x" raises "-x", "w_n" and "x_{l+1}" lower what follows; names of Python ("grad_out", "num_classes") stay whole.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_PLACED = re.compile(
    r"""
    (?P<base>(?<![A-Za-z_])(?:[A-Za-z]|d[A-Z]|max|min|argmax|argmin|mean|std|out|labels?)|[Σα∂ŷθ])
    _(?:\{(?P<braced>[^{}]*)\}|(?P<low>[A-Za-z0-9]+)(?!_))
    | \^(?:\((?P<inner>[^()]*)\)|(?P<high>[-−]?[A-Za-z0-9]+))
    """,
    re.VERBOSE,
)


def typeset(formula: str) -> Markup:
    """The formula as HTML with `sub` and `sup`, everything else escaped."""
    made, at = [], 0
    for found in _PLACED.finditer(formula):
        made += [escape(formula[at : found.start()]), _placed(found)]
        at = found.end()
    return Markup("").join([*made, escape(formula[at:])])


def _placed(found: re.Match[str]) -> Markup:
    if found["base"] is not None:
        return Markup("{}<sub>{}</sub>").format(found["base"], found["low"] or found["braced"])
    return Markup("<sup>{}</sup>").format(found["high"] or typeset(found["inner"] or ""))

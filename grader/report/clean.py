"""The one trust boundary for text that a student, a file name or torch wrote.

What remains is inert in any text medium; what a medium itself gives a meaning to (HTML, CSV, Markdown, workflow
commands) is escaped by its own report.
"""

from __future__ import annotations

import re
import unicodedata

LIMIT = 20_000
_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
_BREAKS = re.compile("\r\n|\u2028|\u2029|\x85")
_DROPPED = ("Cc", "Cf", "Cs", "Co", "Cn")
# What nearly all text is made of, Hangul and the letters of formulas included: nothing to drop in there
_PLAIN = re.compile(
    r"[\n\t\x20-\x7e\xa1-\xac\xae-\xff\u03b1-\u03c9\u2013-\u2014\u2018-\u201d\u2026\u2190-\u22ff\uac00-\ud7a3]*"
)


def clean(text: str, limit: int = LIMIT) -> str:
    """The text without terminal escapes, control, formatting (bidi), surrogate, private and unassigned characters.

    New lines and tabs stay. More than `limit` characters are cut, and the end says how many: "… [+132]".
    """
    if not _PLAIN.fullmatch(text):
        text = _BREAKS.sub("\n", _ANSI.sub("", text))
        text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in _DROPPED)
    if len(text) > limit:
        return f"{text[:limit]}… [+{len(text) - limit}]"
    return text


def one_line(text: str, limit: int = 400) -> str:
    """`clean` text with every run of white space as one space."""
    return clean(" ".join(clean(text, max(limit, LIMIT)).split()), limit)

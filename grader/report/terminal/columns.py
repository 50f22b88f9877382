"""Text measured in terminal columns: Hangul takes two."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

from wcwidth import wcswidth, wcwidth

_STAND_INS = {
    "–": "-", "—": "-", "−": "-", "≈": "~", "≤": "<=", "≥": ">=", "≠": "!=", "·": ".", "×": "x", "…": "...", "→": "->",
    "←": "<-", "∂": "d", "σ": "sigma", "Σ": "sum", "ŷ": "y_hat", "½": "1/2", "ᵀ": "^T", "α": "alpha", "ε": "eps",
    "‘": "'", "’": "'", "“": '"', "”": '"', "•": "-", "∞": "inf", "√": "sqrt", "∇": "grad", "²": "^2", "±": "+-",
    "○": "O", "△": "^", "■": "#", "□": "-", "⁻": "^-", "¹": "1", "₁": "1", "₂": "2", "ₙ": "_n", "ⱼ": "_j", "ᵢ": "_i",
}  # fmt: skip


def cells(text: str) -> int:
    """How many columns the text takes. Control characters take none."""
    width = wcswidth(text)
    return width if width >= 0 else sum(max(0, wcwidth(c)) for c in text)


def widest(text: str) -> int:
    """How many columns it takes where signs like "○", "×" and "·" take two, as in many terminals set to Korean."""
    if text.isascii() and text.isprintable():
        return len(text)
    return cells(text) + list(map(unicodedata.east_asian_width, text)).count("A")


def pad(text: str, width: int) -> str:
    """The text, filled up with spaces to `width` columns."""
    return text + " " * max(0, width - cells(text))


def cut(text: str, width: int, mark: str = "...") -> str:
    """The text, or as much of it as fits in `width` columns of any terminal with `mark` after it."""
    if _fitting(text, width) == len(text):
        return text
    return text[: _fitting(text, width - len(mark))] + mark[: max(0, width)]


def _fitting(text: str, width: int) -> int:
    """How many of its characters, from the first on, fit in `width` columns of any terminal.

    Those long after are not looked at: else breaking a long word into lines would measure its end once a line.
    """
    reach = max(width, 1)
    while reach < len(text) and widest(text[:reach]) <= width:
        reach *= 2
    return bisect_right(range(1, min(reach, len(text)) + 1), width, key=lambda count: widest(text[:count]))


def wrap(text: str, width: int, indent: str = "", hanging: str | None = None) -> list[str]:
    """Lines of at most `width` columns, broken at spaces; a word that is too long is broken where it must be.

    The first line starts with `indent`, the others with `hanging` (default: the same). Line breaks in `text` stay, and
    so do the spaces of a line that fits.
    """
    hanging = indent if hanging is None else hanging
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _paragraph(paragraph, width, hanging if lines else indent, hanging)
    return lines


def _paragraph(text: str, width: int, indent: str, hanging: str) -> list[str]:
    if widest(indent + text) <= width:
        return [(indent + text).rstrip()]
    lines, line, empty = [], indent, True
    for word in _words(text, max(8, width - max(cells(indent), cells(hanging)))):
        glued = line + ("" if empty else " ") + word
        if not empty and widest(glued) > width:
            lines.append(line)
            line = hanging + word
        else:
            line, empty = glued, False
    return [*lines, line.rstrip()]


_COMMAND = re.compile(r"grader [a-z][\w-]*(?: A\d\d[\w.]*)?\S*|\S+")


def _words(text: str, room: int) -> Iterator[str]:
    """The words, a command to copy being one while it fits."""
    found = (m.group() for m in _COMMAND.finditer(text))
    for word in (part for each in found for part in ([each] if widest(each) <= room else each.split())):
        rest = word
        while (length := _fitting(rest, room)) < len(rest):
            yield rest[:length]
            rest = rest[length:]
        yield rest


def encodable(text: str, encoding: str) -> str:
    """The text in characters that `encoding` has: stand-ins for symbols, "?" for the rest."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_encodable(c, encoding) for c in text)
    except LookupError:
        return text.encode("ascii", "replace").decode("ascii")
    return text


def _encodable(character: str, encoding: str) -> str:
    for attempt in (character, _STAND_INS.get(character, ""), unicodedata.normalize("NFKD", character)):
        try:
            if attempt:
                attempt.encode(encoding)
                return attempt
        except UnicodeEncodeError:
            continue
    return "?"

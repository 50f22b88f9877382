"""How a terminal wants its text: width, colour, the signs it can show."""

from __future__ import annotations

from dataclasses import dataclass

_SIGNS = {
    "pass": "○", "partial": "△", "fail": "×", "error": "!", "timeout": "!", "rule": "#", "todo": "·", "carried": "○",
    "skip": "-", "grader_fault": "?",
}  # fmt: skip
_ASCII_SIGNS = {
    "pass": "[O]", "partial": "[^]", "fail": "[X]", "error": "[!]", "timeout": "[!]", "rule": "[#]", "todo": "[.]",
    "carried": "[O]", "skip": "[-]", "grader_fault": "[?]",
}  # fmt: skip
_COLOURS = {
    "pass": "34", "carried": "34", "partial": "33", "fail": "31", "error": "31", "timeout": "31", "rule": "35",
    "todo": "", "skip": "", "grader_fault": "35", "bold": "1",
}  # fmt: skip


@dataclass(frozen=True)
class Look:
    """`width` in columns; `colour` adds ANSI codes, which never carry meaning of their own; `ascii` uses signs of ASCII
    only; `verbose` expands every function that does not pass, and shows what was printed."""

    width: int = 80
    colour: bool = False
    ascii: bool = False
    verbose: bool = False

    @property
    def columns(self) -> int:
        """The columns that are used: long lines are hard to read."""
        return max(40, min(self.width, 100))

    def sign(self, status: str) -> str:
        return (_ASCII_SIGNS if self.ascii else _SIGNS)[status]

    def paint(self, text: str, colour: str) -> str:
        """The text in the colour of a status (or "bold")."""
        code = _COLOURS.get(colour, "")
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and code and text else text

    def bar(self, part: int, whole: int, length: int = 8) -> str:
        """A bar for `part` of `whole`; full only when all of it is there."""
        filled = 0 if whole == 0 else length * part // whole
        full, empty = ("#", "-") if self.ascii else ("■", "□")
        return full * filled + empty * (length - filled)


def shows_signs(encoding: str) -> bool:
    """Whether that encoding has all the signs: cp949 and UTF-8 do, ASCII does not."""
    try:
        ("".join(_SIGNS.values()) + "■□").encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True

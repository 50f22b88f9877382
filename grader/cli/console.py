"""The terminal: what it can show, and the one way to write to it. Writing never changes an exit code."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TextIO

from grader.locale import Words
from grader.report.terminal.columns import cells, encodable, wrap
from grader.report.terminal.look import Look, shows_signs

LANGUAGES = ("ko", "en", "both")


class Console:
    """Language, width and colour of one run. The attributes are set from the command line as it is parsed."""

    def __init__(self, arguments: Sequence[str] = ()) -> None:
        self.lang = _language(arguments)
        self.colour: bool | None = None
        self.ascii = False
        self.width = 0
        self.debug = "--debug" in arguments
        self.course: str | None = None

    @property
    def words(self) -> Words:
        return Words(self.lang, self.course)

    def say(self, id: str, /, **params: str | int | float) -> str:
        """A message of the catalogue `cli`."""
        return self.words.say("cli", id, **params)

    def look(self, verbose: bool = False) -> Look:
        """How stdout wants a report to look."""
        return Look(self.columns, self._colour(), self.ascii or not shows_signs(_encoding(sys.stdout)), verbose)

    @property
    def columns(self) -> int:
        """The width that texts are wrapped to: the terminal's, within reason."""
        return max(40, min(self.width or shutil.get_terminal_size((80, 24)).columns, 100))

    def out(self, text: str) -> None:
        """Write text to stdout, in whatever the encoding has."""
        _write(sys.stdout, text)

    def err(self, text: str) -> None:
        _write(sys.stderr, text)

    def lines(self, text: str) -> None:
        """Write paragraphs to stdout, wrapped to the width."""
        self.out(self.wrapped(text))

    def wrapped(self, text: str) -> str:
        """Paragraphs in lines of at most the width. A line that fits keeps its spaces: examples stay aligned."""
        lines: list[str] = []
        for line in text.split("\n"):
            indent = line[: len(line) - len(line.lstrip())]
            lines += [line] if cells(line) <= self.columns else wrap(line.lstrip(), self.columns, indent)
        return "\n".join(lines) + "\n"

    def _colour(self) -> bool:
        if self.colour is not None:
            return self.colour
        if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
            return False
        return is_terminal(sys.stdout)


def is_terminal(stream: TextIO) -> bool:
    with suppress(ValueError, AttributeError):
        return stream.isatty()
    return False


def prepare_streams() -> None:
    """No character may end a run: what an encoding lacks becomes "?". Windows consoles are told to read ANSI codes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            with suppress(ValueError, OSError):
                stream.reconfigure(errors="replace")
    if os.name == "nt":
        os.system("")  # noqa: S605 (an empty command: it switches the console's escape codes on)


def _write(stream: TextIO, text: str) -> None:
    with suppress(BrokenPipeError, OSError, ValueError):
        stream.write(encodable(text, _encoding(stream)))
        stream.flush()


def _encoding(stream: TextIO) -> str:
    return getattr(stream, "encoding", None) or "utf-8"


def _language(arguments: Sequence[str]) -> str:
    """--lang, else GRADER_LANG, else the locale's, else Korean; English where the terminal has no Hangul at all."""
    for i, argument in enumerate(arguments):
        value = argument.partition("=")[2] if argument.startswith("--lang=") else ""
        if argument == "--lang" and i + 1 < len(arguments):
            value = arguments[i + 1]
        if value in LANGUAGES:
            return value
    asked = os.environ.get("GRADER_LANG", "")
    if asked in LANGUAGES:
        return asked
    locale = next((v for n in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(n))), "")
    if locale.lower().startswith("en") or not _has_hangul(_encoding(sys.stdout)):
        return "en"
    return "ko"


def _has_hangul(encoding: str) -> bool:
    try:
        "한".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True

"""What a terminal sees while a command takes its time: a line, of which nothing stays."""

from __future__ import annotations

import io
import threading

import pytest

from grader.cli import waiting


class Terminal(io.StringIO):
    """Tells when it was first written to."""

    def __init__(self) -> None:
        super().__init__()
        self.written = threading.Event()

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.written.set()
        return super().write(text)


def terminal(patch: pytest.MonkeyPatch, quiet: float) -> Terminal:
    """Standard error from here on; pytest's capture would take back what a fixture sets."""
    shown = Terminal()
    patch.setattr("sys.stderr", shown)
    patch.setenv("TERM", "xterm")
    patch.setattr(waiting, "_QUIET", quiet)
    return shown


def test_what_takes_long_says_so_and_takes_it_away(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = terminal(monkeypatch, 0.01)
    with waiting.Patience("Getting ready..."):
        assert shown.written.wait(30)
    assert shown.getvalue() == "\rGetting ready...\x1b[K\r\x1b[K"


def test_what_is_quick_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = terminal(monkeypatch, 3600)
    assert list(waiting.patiently([1, 2], "Getting ready...")) == [1, 2]
    assert shown.getvalue() == ""


def test_only_a_terminal_gets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    stream, before = io.StringIO(), threading.active_count()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr(waiting, "_QUIET", 0.0)
    with waiting.Patience("Getting ready..."):
        assert threading.active_count() == before
    assert stream.getvalue() == ""

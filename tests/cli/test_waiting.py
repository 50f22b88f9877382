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


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    shown = Terminal()
    monkeypatch.setattr("sys.stderr", shown)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(waiting, "_QUIET", 0.01)
    return shown


def test_what_takes_long_says_so_and_takes_it_away(terminal: Terminal) -> None:
    with waiting.Patience("Getting ready..."):
        assert terminal.written.wait(30)
    assert terminal.getvalue() == "\rGetting ready...\x1b[K\r\x1b[K"


def test_what_is_quick_says_nothing(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "_QUIET", 3600)
    assert list(waiting.patiently([1, 2], "Getting ready...")) == [1, 2]
    assert terminal.getvalue() == ""


def test_only_a_terminal_gets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    stream, before = io.StringIO(), threading.active_count()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr(waiting, "_QUIET", 0.0)
    with waiting.Patience("Getting ready..."):
        assert threading.active_count() == before
    assert stream.getvalue() == ""

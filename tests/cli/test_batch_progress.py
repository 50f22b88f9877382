"""What a batch shows while it runs: a bar that goes on a terminal, plain lines elsewhere, and nothing that names could do."""

import io
import sys

import pytest

from grader.cli.batch_progress import Bar, Lines, progress
from grader.cli.console import Console


class Screen(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def console(monkeypatch):
    monkeypatch.setenv("GRADER_LANG", "en")
    monkeypatch.setenv("TERM", "xterm")
    return Console()


def run(shown, names):
    shown.listed("folder per student", len(names) + 1, len(names) + 1)
    shown.begun(1, len(names) + 1)
    for name in names:
        shown.graded(name, 87.5, name == "bad")
    shown.writing()


NAMES = ["kim", "[red]lee[/red]", "x\x1b[2Jy", "bad"]


def test_a_pipe_gets_a_line_each(console, capsys):
    with progress(console, io.StringIO()) as shown:
        assert type(shown) is Lines
        run(shown, NAMES)
    said = capsys.readouterr().err
    assert [word in said for word in ("kim", "[red]lee[/red]", "5/5")] == [True] * 3
    assert "\x1b" not in said
    assert shown.done == shown.total == 5
    assert shown.faults == 1
    assert shown.rate() > 0


def test_what_changed_since_the_last_run_is_said(console, capsys):
    Lines(console).outdated(("assignments", "grader"))
    said = capsys.readouterr().err
    assert said == "Not as in the last run: the assignments, the grader or where it runs. Its results are not used.\n"


def test_a_terminal_gets_a_bar_and_its_names_do_nothing(console, capsys):
    pytest.importorskip("rich")
    screen = Screen()
    with progress(console, screen) as shown:
        assert type(shown) is Bar
        run(shown, NAMES)
        shown._bar.refresh()
    assert shown.done == 5
    text = screen.getvalue()
    assert "\x1b[2J" not in text
    assert "kim" not in capsys.readouterr().err, "the bar says it, no line does"


def test_the_last_name_and_the_faults_are_on_the_bar(console):
    pytest.importorskip("rich")
    shown = Bar(console, Screen())
    shown.begun(0, 2)
    shown.graded("[red]lee[/red]", 0.0, True)
    (task,) = shown._bar.tasks
    assert (task.completed, task.total, task.description) == (1, 2, "[red]lee[/red]")
    assert "1" in task.fields["faults"]
    assert task.fields["rate"]
    shown.close()


def test_without_rich_a_terminal_gets_lines(console, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "rich.progress", None)
    with progress(console, Screen()) as shown:
        assert type(shown) is Lines
        run(shown, ["kim"])
    assert "kim" in capsys.readouterr().err

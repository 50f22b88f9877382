"""`--help` answers at once, in the language of the run, and teaches."""

import subprocess
import sys

import pytest

from grader.cli.commands import NAMES, Grader
from grader.cli.console import Console
from grader.locale import Words
from grader.report.terminal.columns import cells

COMMANDS = Grader().list_commands(None)
HEAVY = "torch", "numpy", "jinja2", "nbformat", "sqlalchemy", "babel", "pygments"


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["--version"], ["progress", "--help"], []])
def test_nothing_heavy_is_imported(arguments, tmp_path):
    code = f"""
import sys
from grader.cli.program import run
run({arguments!r})
print(sorted(set({HEAVY!r}) & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"


def test_all_commands_are_listed(grader):
    code, out, _ = grader("--lang", "en", "--help")
    assert code == 0
    for name in COMMANDS:
        assert f"\n  {name} " in out
    assert set("start check watch hint progress report reset derive verify doctor".split()) <= set(COMMANDS)


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_and_command_has_words(grader, name, lang, monkeypatch):
    monkeypatch.setenv("GRADER_STRICT_WORDS", "1")
    code, out, err = grader(name, "--lang", lang, "--width", "60", "--help")
    assert (code, err) == (0, "")
    assert "[option." not in out
    assert len(out.splitlines()) > 8
    assert max(cells(line) for line in out.splitlines()) <= 60


def test_languages_differ(grader):
    assert "Usage:" in grader("--lang", "en", "check", "--help")[1]
    assert "사용법:" in grader("--lang=ko", "check", "--help")[1]


def test_both_languages_at_once(grader):
    out = grader("--lang", "both", "hint", "--help")[1]
    assert "힌트" in out
    assert "Hints cost no points" in " ".join(out.split())


def test_every_name_has_a_line_for_the_list():
    for lang in ("ko", "en"):
        words = Words(lang)
        assert [n for n in NAMES if n in COMMANDS and not words.has("cli", f"{n}.short")] == []


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, "ko"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "ko"),
        ({"LC_ALL": "ko_KR.UTF-8", "LANG": "en_US.UTF-8"}, "ko"),
        ({"GRADER_LANG": "both", "LANG": "en_US.UTF-8"}, "both"),
        ({"GRADER_LANG": "xx"}, "ko"),
    ],
)
def test_the_language_is_chosen_from_the_environment(monkeypatch, variables, expected):
    for name in ("GRADER_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert Console().lang == expected

"""`grader import`: says what it made and what is left for a person, and fails where it made nothing."""

from pathlib import Path

import pytest

from grader.cli.program import run

MASTERS = Path(__file__).parent / "masters"


@pytest.fixture(autouse=True)
def english(monkeypatch, tmp_path):
    monkeypatch.setenv("GRADER_LANG", "en")
    monkeypatch.chdir(tmp_path)


def test_what_was_made_and_what_is_left_is_said(capsys, tmp_path):
    assert run(["import", str(MASTERS / "otter_demo.ipynb"), "--course", "mine"]) == 0
    said = capsys.readouterr().out
    assert "A01.square" in said
    assert "otter_demo.ipynb" in said
    assert "grader derive --course mine" in said
    assert list((tmp_path / "mine").glob("a01_*.py"))


def test_no_master_is_an_error_and_writes_nothing(capsys, tmp_path):
    (tmp_path / "plain.ipynb").write_text('{"cells": [], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}')
    assert run(["import", "plain.ipynb", "--course", "mine"]) == 2
    assert "plain.ipynb" in capsys.readouterr().err
    assert not (tmp_path / "mine").exists()

"""What is remembered, and what happens when the record is damaged."""

import json
import os

import pytest

from grader.grading.totals import totals
from grader.model.result import AssignmentResult, Environment, FunctionResult, Result
from grader.model.verdict import Verdict
from grader.workspace.files import write_atomically
from grader.workspace.memory import Memory, Remembered
from grader.workspace.merge import merge


def function(name, status, points=0.0, source="def f(): ..."):
    return FunctionResult(Verdict(name, status, points, 3.0, "core"), "", "", source)


def result(*functions, course="c"):
    ids = dict.fromkeys(f.verdict.id.partition(".")[0] for f in functions)
    by = [AssignmentResult(i, i, tuple(f for f in functions if f.verdict.id.startswith(i))) for i in ids]
    environment = Environment("1", "2", "3", course, 0, "none")
    return Result("me", "", tuple(by), totals(f.verdict for f in functions), environment)


def test_it_learns_and_survives(tmp_path):
    memory = Memory(tmp_path)
    memory.learn([function("A01.f", "fail", 1.0), function("A01.g", "todo")])
    memory.learn([function("A01.f", "fail", 1.0)])
    memory.learn([function("A01.f", "pass", 3.0, "other")])
    memory.learn([function("A01.f", "fail", 0.5, "third")])
    memory.open_hint("A01.f", 2)
    memory.open_hint("A01.f", 1)
    memory.save()
    again = Memory(tmp_path)
    assert again["A01.f"].points == 0.5
    assert again["A01.f"].best == 3.0
    assert again["A01.f"].attempts == 3, "the same version twice is one attempt"
    assert again["A01.f"].hint == 2
    assert again["A01.g"].attempts == 0
    assert again.points(["A01.f", "A02.h"]) == 0.5
    assert again.points(["A02.h"]) is None


def test_a_fault_of_ours_teaches_nothing(tmp_path):
    memory = Memory(tmp_path)
    memory.learn([function("A01.f", "pass", 3.0)])
    memory.learn([function("A01.f", "grader_fault")])
    assert memory["A01.f"].status == "pass"


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"version": 9, "functions": {}}', '{"version": 1, "functions": {"A01.f": {}}}']
)
def test_a_damaged_record_counts_as_none(tmp_path, text):
    (tmp_path / ".grader").mkdir()
    (tmp_path / ".grader" / "state.json").write_text(text)
    assert Memory(tmp_path).functions == {}


def test_writing_is_all_or_nothing(tmp_path, monkeypatch):
    path = tmp_path / "state.json"
    write_atomically(path, "old")
    path.chmod(0o600)

    def fails(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, "new")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["state.json"]
    monkeypatch.undo()
    write_atomically(path, "한글\n")
    assert path.read_bytes() == "한글\n".encode()
    assert path.stat().st_mode & 0o777 == 0o600


def test_merging_keeps_what_was_not_graded_now():
    old = result(function("A01.f", "fail", 1.0), function("A01.g", "pass", 3.0), function("A02.h", "pass", 3.0))
    new = result(function("A01.f", "pass", 3.0))
    merged = merge(old, new)
    assert [(f.verdict.id, f.verdict.status) for f in merged.functions] == [
        ("A01.f", "pass"), ("A01.g", "pass"), ("A02.h", "pass"),
    ]  # fmt: skip
    assert merged.totals.core == 9.0
    assert merge(None, new) is new


def test_results_of_another_course_are_not_mixed():
    new = result(function("A01.f", "pass", 3.0), course="new")
    assert merge(result(function("A02.h", "pass", 3.0)), new) is new


def test_the_record_is_readable_by_people(tmp_path):
    memory = Memory(tmp_path)
    memory.functions["A01.f"] = Remembered("pass", 3.0, 3.0, 1, 0, "abc")
    memory.save()
    data = json.loads((tmp_path / ".grader" / "state.json").read_text())
    assert data["functions"]["A01.f"]["status"] == "pass"

"""The commands that grade nothing."""

import json

import nbformat

from grader.course.index import read_index
from grader.workspace.memory import Memory, Remembered

COUNT = len(read_index().assignments)


def test_start_never_overwrites(tmp_path, monkeypatch, grader):
    monkeypatch.chdir(tmp_path)
    code, out, _ = grader("start", "work", "--lang", "en")
    assert code == 0
    assert f"{COUNT} new files" in out
    file = tmp_path / "work" / "assignments" / "a07_logistic.py"
    file.write_text("mine")
    (tmp_path / "work" / "assignments" / "a01_tensor_basics.py").unlink()
    code, out, _ = grader("start", "work", "--lang", "en")
    assert code == 0
    assert "1 new files" in out
    assert f"{COUNT - 1} files were there" in out
    assert file.read_text() == "mine"


def test_start_with_notebooks(tmp_path, monkeypatch, grader):
    monkeypatch.chdir(tmp_path)
    assert grader("start", "--notebook")[0] == 0
    books = sorted((tmp_path / "assignments").iterdir())
    assert {b.suffix for b in books} == {".ipynb"}
    nbformat.validate(nbformat.read(books[0], as_version=4))
    assert grader("start")[0] == 0
    assert len(list((tmp_path / "assignments").iterdir())) == COUNT, "a .py beside an .ipynb would compete with it"


def test_hints_go_up_one_by_one(student, grader):
    said = [grader("hint", "sigmoid")[1] for _ in range(4)]
    assert [f"Hint {n}/3" in text for n, text in zip((1, 2, 3, 3), said, strict=True)] == [True] * 4
    assert "grader hint A07.sigmoid" in said[0]
    assert Memory(student)["A07.sigmoid"].hint == 3
    every = grader("hint", "A07.sigmoid", "--all")[1]
    assert all(f"Hint {n}/3" in every for n in (1, 2, 3))


def test_a_hint_without_a_name_is_about_where_you_are(student, grader):
    memory = Memory(student)
    memory.functions["A03.drop_axis"] = Remembered(status="fail", source="x")
    memory.save()
    assert grader("hint", "--level", "2")[1].startswith("A03.drop_axis")


def test_hints_work_outside_of_a_workspace(tmp_path, monkeypatch, grader):
    monkeypatch.chdir(tmp_path)
    code, out, _ = grader("hint", "A07.sigmoid", "--lang", "both")
    assert code == 0
    assert "양 끝" in out
    assert not (tmp_path / ".grader").exists()


def test_progress(student, grader):
    memory = Memory(student)
    for function in read_index().assignment("A01").functions:
        memory.functions[function.id] = Remembered("pass", function.points, function.points, 1, 0, "x")
    memory.save()
    code, out, _ = grader("progress")
    lines = out.splitlines()
    assert code == 0
    assert "7/7" in lines[0]
    assert "12/12" in lines[0]
    assert lines[1].endswith("<- you are here")
    assert "Total 12 / 200 pts (6%)" in out


def test_reset_one_function(student, grader):
    file = student / "assignments" / "a07_logistic.py"
    stub = file.read_text(encoding="utf-8")
    file.write_text(stub.replace('raise NotImplementedError("A07.sigmoid")', "return x"), encoding="utf-8")
    assert grader("reset", "A07.sigmoid")[0] == 2, "no terminal to ask in"
    code, out, _ = grader("reset", "A07.sigmoid", "--yes")
    assert code == 0
    assert "backup" in out
    assert file.read_text(encoding="utf-8") == stub


def test_reset_brings_a_missing_file_back(student, grader):
    file = student / "assignments" / "a07_logistic.py"
    stub = file.read_text(encoding="utf-8")
    file.unlink()
    assert grader("reset", "A07")[0] == 0
    assert file.read_text(encoding="utf-8") == stub


def test_derive_check_says_what_is_out_of_step(grader, monkeypatch, tmp_path):
    code, out, err = grader("derive", "--check", "--lang", "en")
    assert (code, err) == (0, ""), out
    assert "In step" in out


def test_report_from_a_file(student, grader):
    source = student / "not.json"
    source.write_text(json.dumps({"schema": "other"}))
    code, _, err = grader("report", "--from", "not.json")
    assert code == 2
    assert "not a result" in err

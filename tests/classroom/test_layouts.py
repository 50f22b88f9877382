"""Every export lists its students once, whether it is a folder or still the zip that was downloaded."""

from __future__ import annotations

import zipfile
from datetime import datetime, timezone
from pathlib import Path

import pytest

from grader.classroom.layouts import list_attempts
from grader.classroom.trees import open_tree
from grader.errors import GraderError

SLUGS = ("a07_logistic", "a08_scatter_onehot")
DONE = "def sigmoid(x):\n    return x\n"


def inner_zip() -> bytes:
    import io

    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("hw/a07_logistic.py", DONE)
    return data.getvalue()


GRADESCOPE = """---
submission_111:
  :submitters:
  - :name: Kim Minji
    :sid: '20240001'
    :email: kim@u.ac.kr
  :created_at: 2026-11-20 10:00:00.123456789 +0900
  :score: 3
submission_222:
  :submitters:
  - :name: Lee Jun
    :sid: "20240002"
    :email: lee@u.ac.kr
  :created_at: 2026-11-21 10:00:00 Z
"""

LAYOUTS = {
    "canvas": (
        {
            "kimminji_123_456_a07_logistic.py": DONE,
            "kimminji_123_456_a08_scatter_onehot-1.py": DONE,
            "leejun_LATE_124_457_hw.zip": inner_zip(),
        },
        {"kimminji_123": 2, "leejun_124": 1},
    ),
    "moodle": (
        {
            "김민지_77_assignsubmission_file_/a07_logistic.py": DONE,
            "Lee Jun_78_assignsubmission_file_/hw.zip": inner_zip(),
            "Park_79_assignsubmission_file_a07_logistic.py": DONE,
        },
        {"Lee Jun_78": 1, "Park_79": 1, "김민지_77": 1},
    ),
    "gradescope": (
        {
            "submission_metadata.yml": GRADESCOPE,
            "submission_111/a07_logistic.py": DONE,
            "submission_222/a07_logistic.ipynb": '{"cells":[{"cell_type":"code","source":"x=1"}]}',
            "submission_333/a07_logistic.py": DONE,
        },
        {"20240001": 1, "20240002": 1, "submission_333": 1},
    ),
    "nbgrader": (
        {
            "submitted/kim/ps1/a07_logistic.py": DONE,
            "submitted/kim/ps1/timestamp.txt": "2026-11-20 01:02:03.456789 UTC",
            "submitted/lee/ps1/a07_logistic.py": DONE,
        },
        {"kim": 1, "lee": 1},
    ),
    "plain": (
        {
            "kim/a07_logistic.py": DONE,
            "lee.zip": inner_zip(),
            "홍길동_20240003_a07_logistic.py": DONE,
            "홍길동_20240003_a08_scatter_onehot.py": DONE,
            "park/attempt 1/a07_logistic.py": DONE,
            "park/attempt 2/a07_logistic.py": DONE,
            "README.md": "x",
            "roster.csv": "student_id\n",
        },
        {"kim": 1, "lee": 1, "park": 1, "park@2": 1, "홍길동_20240003": 2},
    ),
}


def write(root: Path, files: dict[str, str | bytes]) -> None:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


@pytest.mark.parametrize("container", ["folder", "zip", "wrapped zip"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_layout_in_each_container(tmp_path, layout, container):
    files, expected = LAYOUTS[layout]
    root = tmp_path / "class"
    write(root, files)
    if container != "folder":
        inside = "submissions/" if container == "wrapped zip" else ""
        with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
            for name, content in files.items():
                archive.writestr(inside + name, content)
            archive.writestr("__MACOSX/._x", "")
        root = tmp_path / "class.zip"
    tree = open_tree(root)
    found, attempts = list_attempts(tree, SLUGS)
    assert found == layout
    assert {a.id: len(a.parts) for a in attempts} == expected
    for attempt in attempts:
        submission = tree.read(attempt.parts, SLUGS, attempt.id)
        assert submission.id == attempt.id
        assert submission.module("a07_logistic") is not None
        assert submission.module("a07_logistic").problem is None


def test_times_and_flags_come_along(tmp_path):
    for layout in ("gradescope", "nbgrader", "canvas"):
        write(tmp_path / layout, LAYOUTS[layout][0])
    by = {
        x: {a.id: a for a in list_attempts(open_tree(tmp_path / x), SLUGS)[1]}
        for x in ("gradescope", "nbgrader", "canvas")
    }
    assert by["gradescope"]["20240001"].submitted == datetime(2026, 11, 20, 1, 0, 0, 123456, timezone.utc)
    assert by["nbgrader"]["kim"].submitted == datetime(2026, 11, 20, 1, 2, 3, 456789, timezone.utc)
    assert by["canvas"]["leejun_124"].late
    assert "123" in by["canvas"]["kimminji_123"].names


def test_one_students_own_folder_is_one_submission(tmp_path):
    write(tmp_path / "kim", {"a07_logistic.py": DONE, "a08_scatter_onehot.py": DONE})
    _, attempts = list_attempts(open_tree(tmp_path / "kim"), SLUGS)
    assert [(a.id, len(a.parts)) for a in attempts] == [("kim", 2)]


def test_a_folder_and_an_archive_of_one_name_are_two_attempts(tmp_path):
    write(tmp_path, {"kim/a07_logistic.py": DONE, "kim.zip": inner_zip(), "lee/a07_logistic.py": DONE})
    _, attempts = list_attempts(open_tree(tmp_path), SLUGS)
    assert [(a.id, a.student) for a in attempts] == [("kim", "kim"), ("kim@2", "kim"), ("lee", "lee")]


def test_whatever_lies_there_is_somebodys_row(tmp_path):
    write(tmp_path, {"kim/a07_logistic.py": DONE, "lee.docx": "x", "park.rar": "x"})
    (tmp_path / "link").symlink_to("/etc")
    tree = open_tree(tmp_path)
    _, attempts = list_attempts(tree, SLUGS)
    assert {a.id for a in attempts} == {"kim", "lee.docx", "link", "park.rar"}
    problems = {a.id: [p.id for p in tree.read(a.parts, SLUGS, a.id).problems] for a in attempts}
    assert problems == {"kim": [], "lee.docx": ["not_a_submission"], "link": ["link"], "park.rar": ["not_a_submission"]}


def test_what_is_no_class_is_refused(tmp_path):
    with pytest.raises(GraderError, match="no_class_folder"):
        open_tree(tmp_path / "none")
    (tmp_path / "x.txt").write_text("x")
    with pytest.raises(GraderError, match="not_class_folder"):
        open_tree(tmp_path / "x.txt")

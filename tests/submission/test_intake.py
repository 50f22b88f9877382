"""Whatever is handed in becomes a Submission: text, or one sentence saying why not."""

from __future__ import annotations

import io
import json
import os
import tarfile
import unicodedata
import zipfile
from pathlib import Path

import pytest

from grader.submission import read_submission, read_upload
from grader.submission.found import Bounds

SLUGS = ("a07_logistic", "a08_scatter_onehot")
DONE = "def sigmoid(x):\n    return x\n"
STUB = "def sigmoid(x):\n    raise NotImplementedError\n"


def zipped(path: Path, members: list[tuple[str | zipfile.ZipInfo, bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def notebook(*cells: str) -> str:
    return json.dumps({"cells": [{"cell_type": "code", "source": c.splitlines(True)} for c in cells], "nbformat": 4})


def problems(submission) -> list[str]:
    return [p.id for p in submission.problems] + [m.problem.id for m in submission.modules if m.problem]


def test_a_file_a_folder_a_zip_and_a_tar_read_the_same(tmp_path):
    folder = tmp_path / "kim" / "deep" / "er"
    folder.mkdir(parents=True)
    (folder / "a07_logistic.py").write_text(DONE)
    (folder / "notes.txt").write_text("x")
    archive = zipped(tmp_path / "lee.zip", [("hw/a07_logistic.py", DONE.encode()), ("hw/notes.txt", b"x")])
    tar = tmp_path / "park.tar.gz"
    with tarfile.open(tar, "w:gz") as t:
        t.add(folder, arcname="hw")
    for path, identifier in (
        (tmp_path / "kim", "kim"),
        (archive, "lee"),
        (tar, "park"),
        (folder / "a07_logistic.py", None),
    ):
        submission = read_submission(path, SLUGS)
        assert submission.modules[0].chunks[0].source == DONE
        assert submission.modules[0].chunks[0].label == "a07_logistic.py"
        assert problems(submission) == []
        assert identifier is None or submission.id == identifier
        assert identifier is None or submission.ignored[0].endswith("notes.txt")


@pytest.mark.parametrize("suffix", ["tar", "tar.bz2", "tar.xz", "tgz"])
def test_every_kind_of_tar(tmp_path, suffix):
    mode = {"tar": "w", "tar.bz2": "w:bz2", "tar.xz": "w:xz", "tgz": "w:gz"}[suffix]
    with tarfile.open(tmp_path / f"s.{suffix}", mode) as t:
        info = tarfile.TarInfo("a07_logistic.py")
        info.size = len(DONE)
        t.addfile(info, io.BytesIO(DONE.encode()))
    submission = read_submission(tmp_path / f"s.{suffix}", SLUGS)
    assert submission.id == "s"
    assert submission.modules[0].chunks[0].source == DONE


def test_digest_follows_content_not_container_or_time(tmp_path):
    one = zipped(tmp_path / "one.zip", [("a07_logistic.py", DONE.encode())])
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "a07_logistic.py").write_text(DONE)
    assert read_submission(one, SLUGS).digest == read_submission(tmp_path / "two", SLUGS).digest
    (tmp_path / "two" / "a07_logistic.py").write_text(STUB)
    assert read_submission(one, SLUGS).digest != read_submission(tmp_path / "two", SLUGS).digest


def test_the_most_complete_of_several_is_graded_and_that_is_said(tmp_path):
    (tmp_path / "a07_logistic.py").write_text(STUB)
    (tmp_path / "a07_logistic.ipynb").write_text(notebook("import torch", DONE))
    submission = read_submission(tmp_path, SLUGS)
    assert submission.modules[0].notebook
    assert submission.modules[0].chunks[1].label == "cell 2"
    assert submission.problems[0].id == "chosen"
    assert submission.problems[0].params == {"file": "a07_logistic.ipynb", "others": "a07_logistic.py"}
    (tmp_path / "a07_logistic.py").write_text(DONE)
    assert not read_submission(tmp_path, SLUGS).modules[0].notebook


def test_an_empty_or_broken_twin_never_wins(tmp_path):
    (tmp_path / "a07_logistic (1).py").write_text(STUB)
    (tmp_path / "a07_logistic.py").write_text("")
    (tmp_path / "a07_logistic.ipynb").write_text("{")
    submission = read_submission(tmp_path, SLUGS)
    assert submission.modules[0].path == "a07_logistic (1).py"
    assert submission.modules[0].problem is None


def test_shadow_copies_checkpoints_and_environments_are_not_read(tmp_path):
    archive = zipped(
        tmp_path / "s.zip",
        [
            ("__MACOSX/._a07_logistic.py", b"\0\5\x16\7"),
            (".ipynb_checkpoints/a07_logistic-checkpoint.ipynb", b"{}"),
            ("venv/lib/a07_logistic.py", STUB.encode()),
            ("hw/a07_logistic.py", DONE.encode()),
        ],
    )
    submission = read_submission(archive, SLUGS)
    assert submission.modules[0].path == "hw/a07_logistic.py"
    assert problems(submission) == []


@pytest.mark.parametrize("how", ["utf-8", "cp949", "nfd"])
def test_korean_folder_names_are_nfc_and_legible(tmp_path, how):
    name = "홍길동/a07_logistic.py"
    raw = {"utf-8": name.encode(), "cp949": name.encode("cp949"), "nfd": unicodedata.normalize("NFD", name).encode()}[
        how
    ]
    # Written as old archivers do: the bytes as they are and no UTF-8 flag.
    data = io.BytesIO()
    stand_in = "x" * (len(raw) - 3) + ".py"
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(stand_in, DONE)
    submission = read_upload(data.getvalue().replace(stand_in.encode(), raw), "s.zip", SLUGS)
    assert submission.modules[0].path == name


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (DONE.encode("utf-8-sig"), None),
        (DONE.encode("utf-16"), None),
        (DONE.encode("utf-16-le"), None),
        (DONE.encode("utf-16-be"), None),
        (f"# 시그모이드\n{DONE}".encode("cp949"), None),
        (f"# -*- coding: cp949 -*-\n# 시그모이드\n{DONE}".encode("cp949"), None),
        (f"# coding: latin-1\n# é\n{DONE}".encode("latin-1"), None),
        (f"#!/usr/bin/python\n# vim: set fileencoding=euc-kr :\n# 가\n{DONE}".encode("euc-kr"), None),
        (f"# coding: ascii\n# 가\n{DONE}".encode(), None),
        (DONE.replace("\n", "\r\n").encode(), None),
        (f"# coding: punycode\n{DONE}".encode(), "unknown_encoding"),
        (f"# coding: zlib\n{DONE}".encode(), "unknown_encoding"),
        (f"# coding: nonsense\n{DONE}".encode(), "unknown_encoding"),
        (DONE.encode() + b"\0x", "nul_bytes"),
        (b"\xff\xfa\x80" + DONE.encode(), "undecodable"),
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
    ],
)
def test_encodings(tmp_path, data, problem):
    (tmp_path / "a07_logistic.py").write_bytes(data)
    module = read_submission(tmp_path / "a07_logistic.py", SLUGS).modules[0]
    assert (module.problem.id if module.problem else None) == problem
    if problem is None:
        assert module.chunks[0].source.endswith(DONE)
        compile(module.chunks[0].source, "x", "exec")


def test_what_is_not_a_regular_file_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "a07_logistic.py")
    (tmp_path / "secret.py").write_text("SECRET")
    (tmp_path / "a08_scatter_onehot.py").symlink_to(tmp_path / "secret.py")
    submission = read_submission(tmp_path, SLUGS)
    assert [m.problem.id for m in submission.modules] == ["not_a_file", "link"]
    assert "SECRET" not in repr(submission)
    (tmp_path / "linked").symlink_to(tmp_path)
    assert problems(read_submission(tmp_path / "linked", SLUGS)) == ["link"]


def test_a_folder_with_a_files_name(tmp_path):
    (tmp_path / "a07_logistic.py").mkdir()
    assert problems(read_submission(tmp_path, SLUGS)) == ["is_a_folder"]


def test_huge_files_and_missing_ones(tmp_path):
    with open(tmp_path / "a07_logistic.py", "wb") as f:
        f.truncate(1 << 40)
    assert problems(read_submission(tmp_path, SLUGS)) == ["too_large"]
    assert problems(read_submission(tmp_path / "nowhere", SLUGS)) == ["missing"]
    (tmp_path / "photo.jpg").write_bytes(b"x")
    assert problems(read_submission(tmp_path / "photo.jpg", SLUGS)) == ["not_a_submission"]
    (tmp_path / "nothing").mkdir()
    assert problems(read_submission(tmp_path / "nothing", SLUGS)) == ["nothing_found"]


def test_an_archive_inside_of_a_folder_is_read(tmp_path):
    zipped(tmp_path / "hw7.zip", [("a07_logistic.py", DONE.encode())])
    assert read_submission(tmp_path, SLUGS).modules[0].chunks[0].source == DONE


def link_member() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("a07_logistic.py")
    info.external_attr = 0o120777 << 16
    return info


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ([("../a07_logistic.py", b"x")], "unsafe_path"),
        ([("/etc/a07_logistic.py", b"x")], "unsafe_path"),
        ([("C:\\a07_logistic.py", b"x")], "unsafe_path"),
        ([("..\\a07_logistic.py", b"x")], "unsafe_path"),
        ([(link_member(), b"/etc/passwd")], "link"),
        ([("a07_logistic.py", b"1"), ("a07_logistic.py", b"2")], "twice"),
        ([("a07_logistic.py", b"1"), ("A07_Logistic.py", b"2")], "twice"),
        ([("a07_logistic.py", b"\n" * (3 << 20))], "too_large"),
    ],
)
def test_zip_tricks_are_refused_with_a_sentence(tmp_path, members, problem):
    assert problems(read_submission(zipped(tmp_path / "s.zip", members), SLUGS)) == [problem]


def test_a_lying_zip_size_is_cut_off(tmp_path):
    path = zipped(tmp_path / "s.zip", [("a07_logistic.py", b"\n" * (3 << 20))])
    true = (3 << 20).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(true, (100).to_bytes(4, "little")))
    assert problems(read_submission(path, SLUGS))[0] in ("too_large", "member_damaged", "empty")


def test_tar_tricks_are_refused_with_a_sentence(tmp_path):
    def packed(*members: tarfile.TarInfo, content: bytes = b"") -> list[str]:
        with tarfile.open(tmp_path / "s.tar", "w") as t:
            for m in members:
                t.addfile(m, io.BytesIO(content[: m.size]))
        return problems(read_submission(tmp_path / "s.tar", SLUGS))

    link = tarfile.TarInfo("a07_logistic.py")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    hard = tarfile.TarInfo("a07_logistic.py")
    hard.type, hard.linkname = tarfile.LNKTYPE, "a08_scatter_onehot.py"
    device = tarfile.TarInfo("a07_logistic.py")
    device.type = tarfile.CHRTYPE
    away = tarfile.TarInfo("../a07_logistic.py")
    assert packed(link) == ["link"]
    assert packed(hard) == ["link"]
    assert packed(device) == ["not_a_file"]
    assert packed(away) == ["unsafe_path"]


def test_bombs_stop_at_the_bound(tmp_path):
    with tarfile.open(tmp_path / "s.tar.gz", "w:gz") as t:
        info = tarfile.TarInfo("big.bin")
        info.size = 4 << 20
        t.addfile(info, io.BytesIO(b"\0" * info.size))
        t.addfile(tarfile.TarInfo("a07_logistic.py"))
    bounds = Bounds(unpacked=1 << 20, entries=5)
    assert problems(read_submission(tmp_path / "s.tar.gz", SLUGS, bounds=bounds)) == ["unpacks_too_large"]
    many = zipped(tmp_path / "m.zip", [(f"{n}.txt", b"") for n in range(6)])
    assert problems(read_submission(many, SLUGS, bounds=bounds)) == ["too_many_entries"]
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 not a zip")
    assert problems(read_submission(tmp_path / "x.zip", SLUGS)) == ["archive_damaged"]


def test_an_encrypted_member_is_named(tmp_path):
    path = zipped(tmp_path / "s.zip", [("a07_logistic.py", DONE.encode())])
    data = bytearray(path.read_bytes())
    data[6] |= 1
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1
    path.write_bytes(bytes(data))
    assert problems(read_submission(path, SLUGS)) == ["encrypted"]


def test_old_and_odd_notebooks(tmp_path):
    path = tmp_path / "a07_logistic.ipynb"
    old = {"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "code", "input": ["x = 1\n", "y = 2"]}]}]}
    path.write_text(json.dumps(old))
    assert read_submission(path, SLUGS).modules[0].chunks[0].source == "x = 1\ny = 2"
    path.write_text(json.dumps({"cells": [{"cell_type": "markdown"}, {"cell_type": "code", "source": None}, 7]}))
    assert [c.source for c in read_submission(path, SLUGS).modules[0].chunks] == [""]
    for broken in ("{", "[1]", "[" * 100_000, '{"cells": 3}'):
        path.write_text(broken)
        assert problems(read_submission(path, SLUGS)) == ["notebook_damaged"]


def test_every_problem_has_its_sentence_in_both_languages():
    import re

    source = "".join(p.read_text() for p in Path("grader/submission").glob("*.py"))
    used = set(re.findall(r'(?:Refused|Problem)\(\s*"(\w+)"', source)) | {"missing", "link", "not_permitted"}
    for lang in ("ko", "en"):
        text = Path(f"grader/locale/{lang}/LC_MESSAGES/submission.po").read_text(encoding="utf-8")
        assert used <= set(re.findall(r'^msgid "(\w+)"', text, re.MULTILINE))


def test_folders_stop_at_the_bounds_and_keep_what_was_read(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a07_logistic.py").write_text(DONE, encoding="utf-8")
    found = read_submission(tmp_path, SLUGS, bounds=Bounds(files=1))
    assert (problems(found)[0], len(found.modules)) == ("too_many_files", 1)
    found = read_submission(tmp_path, SLUGS, bounds=Bounds(entries=3))
    assert (problems(found)[0], len(found.modules)) == ("too_many_entries", 1)


def test_an_archive_beside_a_course_file_is_named_not_read(tmp_path):
    zipped(tmp_path / "old.zip", [("a07_logistic.py", b"def (")])
    (tmp_path / "a07_logistic.py").write_text(DONE, encoding="utf-8")
    found = read_submission(tmp_path, SLUGS)
    assert found.modules[0].chunks[0].source == DONE
    assert found.ignored == ("old.zip",)


def test_a_folder_that_may_not_be_listed_is_said(tmp_path, monkeypatch):
    from grader.submission import folder

    def forbidden(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(folder.os, "scandir", forbidden)
    assert problems(read_submission(tmp_path, SLUGS))[0] == "not_permitted"


def test_a_large_member_of_a_tar_is_said(tmp_path):
    with tarfile.open(tmp_path / "s.tar", "w") as t:
        info = tarfile.TarInfo("a07_logistic.py")
        info.size = 3 << 20
        t.addfile(info, io.BytesIO(b"\n" * info.size))
    assert problems(read_submission(tmp_path / "s.tar", SLUGS)) == ["too_large"]

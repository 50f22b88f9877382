"""Nothing that judges reaches students: sentinels in every answer, page and hidden case, and none in what goes out."""

import io
import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from grader.cli.program import run
from grader.course.index import read_index
from grader.course.places import places
from grader.derive.stub import BEGIN, END
from grader.errors import GraderError, GraderFault
from grader.release import File, files, request
from grader.release.stubs import stub
from tests.release.conftest import release

CONVOLUTION = Path(__file__).resolve().parents[2] / "docs" / "examples" / "convolution"
FOR_STUDENTS = ("student", "classroom")


def every_byte(made: tuple[File, ...]) -> bytes:
    """All names and contents, what is packed inside of archives too."""
    found = b""
    for file in made:
        found += file.path.encode() + b"\n" + file.data + b"\n"
        if file.path.endswith((".zip", ".whl")):
            with zipfile.ZipFile(io.BytesIO(file.data)) as packed:
                found += every_byte(tuple(File(n, packed.read(n)) for n in packed.namelist()))
    return found


def solution_lines() -> set[str]:
    """Every line between solution markers that says something, and that no stub says."""
    lines: set[str] = set()
    for path in places(None).worked.glob("a*.py"):
        inside = re.findall(rf"{BEGIN}\n(.*?)\n[ ]*{END}", path.read_text(encoding="utf-8"), re.DOTALL)
        lines |= {line.strip() for block in inside for line in block.splitlines()}
    stubs = "\n".join(p.read_text(encoding="utf-8") for p in places(None).stubs.glob("a*.py"))
    return {line for line in lines if len(line) >= 12 and line not in stubs}


@pytest.mark.parametrize("kind", FOR_STUDENTS)
def test_no_line_of_a_solution(kind: str) -> None:
    secret = solution_lines()
    assert len(secret) > 100
    text = every_byte(files(kind, request(read_index()))).decode()
    notebooks = [json.loads(f.data) for f in files(kind, request(read_index())) if f.path.endswith(".ipynb")]
    text += "\n".join("".join(c["source"]) for n in notebooks for c in n["cells"])
    leaked = {line for line in secret if line in text}
    assert leaked == set()


@pytest.fixture
def tainted(tmp_path: Path) -> Path:
    """A course of somebody's own whose every secret place holds a sentinel, derived by the real command."""
    course = tmp_path / "course"
    shutil.copytree(CONVOLUTION, course)
    for path in (course / "solutions").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        marked = re.sub(rf"( *){BEGIN}\n", lambda m: f"{m.group()}{m.group(1)}_ = 'SENTINEL answer'\n", text)
        assert marked != text
        path.write_text(marked, encoding="utf-8")
    for path in course.glob("c*.py"):
        path.write_text(path.read_text(encoding="utf-8") + "\n_SECRET = 'SENTINEL page'\n", encoding="utf-8")
    assert run(["derive", "--course", str(course)]) == 0
    return course


def test_no_sentinel_reaches_students(tainted: Path, tmp_path: Path) -> None:
    hidden = tmp_path / "hidden.py"
    hidden.write_text("HIDDEN = {}  # SENTINEL hidden\n", encoding="utf-8")
    index = read_index(tainted)
    student = every_byte(files("student", request(index, course=tainted)))
    assert b"SENTINEL" not in student
    assert b"raise NotImplementedError" in student
    for kind in ("gradescope", "prairielearn"):
        made = files(kind, request(index, course=tainted, hidden=hidden))
        whole = every_byte(made)
        assert {s for s in (b"answer", b"page", b"hidden") if b"SENTINEL " + s in whole} == {
            b"answer",
            b"page",
            b"hidden",
        }
        # What PrairieLearn serves to browsers is in these folders.
        assert b"SENTINEL" not in every_byte(
            tuple(f for f in made if "clientFiles" in f.path or f.path.endswith(".html"))
        )
    with pytest.raises(GraderError, match="course of your own"):
        files("classroom", request(index, course=tainted))


def test_an_answer_in_place_of_a_stub_is_refused(tainted: Path) -> None:
    """Somebody worked in the stubs' folder of a checkout."""
    index = read_index(tainted)
    assignment = index.assignments[0]
    stub_file = tainted / "assignments" / f"{assignment.slug}.py"
    stub_file.write_text(
        stub_file.read_text(encoding="utf-8").replace("raise NotImplementedError", "return x  #", 1), encoding="utf-8"
    )
    with pytest.raises(GraderFault, match="no stub"):
        stub(request(index, course=tainted), assignment, ".py", "assignments")


def test_hidden_cases_are_refused_for_students(tmp_path: Path) -> None:
    hidden = tmp_path / "hidden.py"
    hidden.write_text("HIDDEN = {}\n", encoding="utf-8")
    for kind in FOR_STUDENTS:
        assert run(["release", kind, str(tmp_path / "out"), "--hidden", str(hidden)]) == 2
    assert not (tmp_path / "out").exists()


def test_a_release_can_be_worked_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["release", "student", str(tmp_path / "out"), "--assignment", "A07", "--lang", "ko"]) == 0
    assert "9" not in capsys.readouterr().err
    names = {p.relative_to(tmp_path / "out").as_posix() for p in (tmp_path / "out").rglob("*") if p.is_file()}
    assert names == {
        "README.md", "requirements.txt", ".gitignore", ".github/workflows/grade.yml", ".gitlab-ci.yml",
        "assignments/a07_logistic.py", "notebooks/a07_logistic.ipynb",
    }  # fmt: skip
    readme = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert "시작하기" in readme and "Getting started" in readme
    assert "[readme" not in readme, "a message is missing"


def test_nothing_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    assert run(["release", "student", str(tmp_path)]) == 2
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]
    assert str(tmp_path) in capsys.readouterr().err


def test_the_same_release_is_the_same_bytes(tmp_path: Path) -> None:
    assert release("gradescope", tmp_path / "a", "A07") == release("gradescope", tmp_path / "b", "A07")


def test_an_unknown_assignment_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["release", "student", str(tmp_path / "out"), "--assignment", "A99"]) == 2
    assert "A99" in capsys.readouterr().err

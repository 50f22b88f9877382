"""`grader export` as it is typed."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from grader.cli.program import run
from grader.report import result_json
from grader.report.exports import FORMATS, GRADE_FORMATS, ONE_RESULT
from tests.report import samples

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def grader(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.setenv("GRADER_LANG", "en")

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(arguments)
        said = capfdbinary.readouterr()
        return code, said.out.decode(), said.err.decode()

    return call


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One result, and a class of two."""
    lines = [result_json.dumps(replace(samples.result(), submission=s), samples.COURSE) for s in ("kim", "lee")]
    (tmp_path / "one.json").write_text(lines[0] + "\n", encoding="utf-8")
    (tmp_path / "results.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("format", FORMATS)
def test_to_stdout_and_to_a_file(format: str, grader: Call, folder: Path) -> None:
    course = ("--course", str(samples.COURSE))
    code, out, err = grader("export", str(folder / "one.json"), "--to", format, *course)
    assert (code, err) == (0, "")
    file = folder / "new" / "file"
    assert grader("export", str(folder / "one.json"), "--to", format, "-o", str(file), *course) == (0, "", "")
    assert file.read_bytes().decode() == out
    assert out


@pytest.mark.parametrize("format", FORMATS)
def test_a_class(format: str, grader: Call, folder: Path) -> None:
    course = ("--course", str(samples.COURSE))
    code, out, err = grader("export", str(folder), "--to", format, *course)
    if format in ONE_RESULT:
        assert code == 2 and "--student" in err and not out
        code, out, err = grader("export", str(folder), "--to", format, "--student", "lee", *course)
    assert (code, err) == (0, "")
    if format in ("junit", "ctrf", "md", *GRADE_FORMATS):
        assert "kim" in out and "lee" in out


def test_a_batch_has_published_its_tables(grader: Call, folder: Path) -> None:
    """Roster, lateness and the instructor's decisions are in those, not in the results."""
    (folder / "moodle.csv").write_text("\ufeffID number\r\nfrom the batch\r\n", encoding="utf-8", newline="")
    assert grader("export", str(folder), "--to", "moodle")[1] == "\ufeffID number\r\nfrom the batch\r\n"


def test_a_student_of_the_roster_is_known_by_what_they_handed_in(grader: Call, folder: Path) -> None:
    rows = "\ufeffstudent_id,submission,function\r\n2026,lee,C07.first\r\n"
    (folder / "functions.csv").write_text(rows, encoding="utf-8", newline="")
    course = ("--course", str(samples.COURSE))
    code, out, _ = grader("export", str(folder), "--to", "junit", "--student", "2026", *course)
    assert code == 0
    assert "lee" in out and "kim" not in out


def test_the_table_of_a_class_says_what_its_gradebook_says(grader: Call, folder: Path) -> None:
    columns = "student_id,name,status,total,max,percent,A04,late,error,report,section,email,points,penalty,submitted,attempt,attempts,adjusted,comments"
    row = "2026,김민지,graded,19,40,47.5,19,0,,,,,19,0,,1,1,,"
    (folder / "grades.csv").write_text(f"\ufeff{columns}\r\n{row}\r\n", encoding="utf-8", newline="")
    assert grader("export", str(folder), "--to", "md")[1].splitlines()[-1] == "| 2026 김민지 | 19 / 40 | 47.5 |"


def test_what_is_wrong_is_said(grader: Call, folder: Path) -> None:
    (folder / "bad.json").write_text("{}", encoding="utf-8")
    for arguments in (
        [str(folder / "bad.json"), "--to", "junit"],
        [str(folder / "none.json"), "--to", "junit"],
        [str(folder / "one.json"), "--to", "pdf"],
        [str(folder), "--to", "gradescope", "--student", "park"],
    ):
        code, out, err = grader("export", *arguments)
        assert (code, out) == (2, "") and err


def test_paths_get_their_folder(grader: Call, folder: Path) -> None:
    _, out, _ = grader(
        "export",
        str(folder / "one.json"),
        "--to",
        "gitlab",
        "--prefix",
        "hw/assignments",
        "--course",
        str(samples.COURSE),
    )
    assert {i["location"]["path"] for i in json.loads(out)} == {"hw/assignments/c07_sample.py"}


def test_no_torch(folder: Path) -> None:
    text = (
        "import sys\nfrom grader.cli.program import run\n"
        f"for f in {FORMATS!r}:\n    run(['export', {str(folder / 'one.json')!r}, '--to', f, '--course', {str(samples.COURSE)!r}])\n"
        "sys.exit('torch' in sys.modules or 'numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr

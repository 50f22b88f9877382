"""What a CI job writes and says, without grading."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from grader.ci import folder, github, log, platform
from grader.ci.outcome import exit_code, last_line
from grader.cli.program import run
from grader.errors import GraderError
from grader.locale import Words
from grader.report.terminal import Look
from tests.report import samples

LAST = re.compile(r"GRADER: score=[\d.]+ max=[\d.]+ status=(pass|below|usage|fault) exit=\d+\n")
ONE = replace(samples.result(), assignments=samples.result().assignments[:1])
FORGED = "::error file=x.py::forged\n::set-output name=result::1\n::add-mask::e\n##[error]forged\n"


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> Words:
    monkeypatch.setenv("GRADER_STRICT_WORDS", "1")
    return Words("en", samples.COURSE)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"GITHUB_ACTIONS": "true", "CI": "true"}, "github"),
        ({"GITLAB_CI": "true", "CI": "true"}, "gitlab"),
        ({"CI": "true"}, "plain"),
        ({}, "plain"),
    ],
)
def test_the_platform_says_what_it_is(environment: dict[str, str], expected: str) -> None:
    assert platform.detect(environment) == expected


def test_names_start_at_the_repository(tmp_path: Path) -> None:
    root = platform.repository("github", {"GITHUB_WORKSPACE": str(tmp_path)}, Path("/elsewhere"))
    assert platform.prefix(tmp_path / "hw" / "assignments", root) == "hw/assignments"
    assert platform.prefix(tmp_path, root) == platform.prefix(tmp_path.parent, root) == ""
    assert platform.repository("plain", {}, tmp_path) == tmp_path.resolve()


def live(text: str) -> list[str]:
    """The lines that GitHub's runner would take as commands."""
    found, token = [], ""
    for line in text.splitlines():
        if token:
            token = "" if line == f"::{token}::" else token
            continue
        started = re.fullmatch(r"::stop-commands::(\w+)", line)
        if started:
            token = started.group(1)
        elif line.lstrip().startswith(("::", "##[")):
            found.append(line)
    assert not token, "commands were never switched on again"
    return found


def test_a_student_cannot_speak_to_the_runner(words: Words) -> None:
    plain = samples.result()
    first = plain.assignments[0].functions[1]
    told = samples.message("finding.raised", type=FORGED, message=FORGED)
    loud = replace(
        first, verdict=replace(first.verdict, printed=FORGED * 9, finding=told), source=FORGED, source_line=1
    )
    result = replace(plain, assignments=(replace(plain.assignments[0], functions=(loud,)),))
    commands = live(log.text(result, words, Look(verbose=True), "github"))
    assert [c.split("::")[1].split(" ")[0] for c in commands] == ["group", "endgroup", "error"]
    assert FORGED.splitlines()[0] in log.text(result, words, Look(verbose=True), "github")


def test_every_group_has_a_token_of_its_own(words: Words) -> None:
    text = log.text(ONE, words, Look(), "github") + log.text(ONE, words, Look(), "github")
    tokens = re.findall(r"^::stop-commands::(\w{32})$", text, re.MULTILINE)
    assert len(tokens) == len(set(tokens)) == 2


def test_plain_logs_have_no_commands(words: Words) -> None:
    assert "::" not in log.text(ONE, words, Look(), "gitlab")


def test_the_files_of_a_job(words: Words, tmp_path: Path) -> None:
    plain = {p.name for p in folder.write(samples.result(), tmp_path / "a", words, "github")}
    assert plain == {"report.html", "results.json", "junit.xml", "ctrf.json", "summary.md"}
    gitlab = {p.name for p in folder.write(samples.result(), tmp_path / "b", words, "gitlab")}
    assert gitlab - plain == {"gl-code-quality-report.json"}
    assert all((tmp_path / "a" / name).stat().st_size > 100 for name in plain)


def test_classroom_reads_whole_points(words: Words) -> None:
    lines = github.notices(samples.result()).splitlines()
    assert lines[0] == "::notice title=Autograding complete::Points 9/25"
    assert json.loads(lines[1].rpartition("::")[2]) == {"totalPoints": 9, "maxPoints": 25}


def test_summary_and_outputs_are_appended(words: Words, tmp_path: Path) -> None:
    files = {"GITHUB_STEP_SUMMARY": str(tmp_path / "s"), "GITHUB_OUTPUT": str(tmp_path / "o")}
    (tmp_path / "o").write_text("before=1\n", encoding="utf-8")
    github.tell(samples.result(), words, files)
    github.tell(samples.result(), words, {})
    lines = (tmp_path / "o").read_text(encoding="utf-8").splitlines()
    assert [line.partition("=")[0] for line in lines] == ["before", "score", "max", "result"]
    assert (tmp_path / "s").stat().st_size < 900_000


@pytest.mark.parametrize(("under", "code"), [(None, 1), (34.0, 0), (34.1, 1), (0.0, 0)])
def test_fail_under(under: float | None, code: int) -> None:
    assert exit_code(samples.result(), under) == code


def test_a_fault_is_no_failure_of_the_student() -> None:
    functions = samples.result().assignments[0].functions
    broken = replace(functions[0], verdict=replace(functions[0].verdict, status="grader_fault"))
    result = replace(samples.result(), assignments=(replace(samples.result().assignments[0], functions=(broken,)),))
    assert exit_code(result, 0.0) == 3


def test_the_last_line_can_be_searched_for() -> None:
    assert last_line(samples.result(), 1) == "GRADER: score=8.5 max=25 status=below exit=1\n"
    assert all(LAST.fullmatch(last_line(None, code)) for code in (0, 1, 2, 3, 130))


def test_even_a_run_that_found_nothing_ends_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["ci", "--layout", "plain"]) == 2
    assert capsys.readouterr().out == "GRADER: score=0 max=0 status=usage exit=2\n"


@pytest.mark.parametrize("where", ["course", "grader"])
def test_what_judges_is_not_in_the_repository(where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from grader.ci import installed

    package = tmp_path / ("lib/site-packages" if where == "course" else "grader")
    monkeypatch.setattr(installed, "_PACKAGE", package)
    course = tmp_path / "course"
    with pytest.raises(GraderError, match="part of the repository"):
        installed.refuse_checkout(tmp_path, course if where == "course" else None)
    installed.refuse_checkout(tmp_path / "other", course)

"""The CI files that students get, run step by step in a clean clone of their repository."""

import base64
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.release.conftest import SAMPLES, Machine, release
from tests.report.exports.conftest import XSD, check
from tests.report.exports.schemas import CLASSROOM, CTRF, GITLAB

LAST = re.compile(r"GRADER: score=([\d.]+) max=([\d.]+) status=(pass|below|usage|fault) exit=(\d)")
ARTIFACT = {"report.html", "results.json", "junit.xml", "ctrf.json", "summary.md"}
ACTIONS = {
    "actions/checkout@v4", "actions/setup-python@v5", "actions/upload-artifact@v4",
    "classroom-resources/autograding-grading-reporter@v1",
}  # fmt: skip


def clone(kind: str, tmp_path: Path, machine: Machine) -> Path:
    """A clean clone of the repository of a student who worked on it, and tried to be the judge."""
    wheel = next((machine.root / "source").glob("*.whl"))
    repository, copy = tmp_path / "repository", tmp_path / "clone"
    release(kind, repository, "A04", "A07", requirement=str(wheel))
    for file in SAMPLES.glob("*.py"):
        shutil.copy(file, repository / "assignments")
    for name in ("torch.py", "json.py", "click.py", "sitecustomize.py", "grader/__init__.py"):
        (repository / name).parent.mkdir(exist_ok=True)
        (repository / name).write_text("raise SystemExit('taken over')\n", encoding="utf-8")
    git = ["git", "-c", "user.name=s", "-c", "user.email=s@example.org", "-c", "init.defaultBranch=main"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "work"]):
        subprocess.run([*git, *command], cwd=repository, check=True, capture_output=True)
    subprocess.run(["git", "clone", "-q", str(repository), str(copy)], check=True, capture_output=True)
    return copy


def steps(workflow: Path) -> list[dict[str, Any]]:
    (job,) = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"].values()
    assert {s["uses"] for s in job["steps"] if "uses" in s} <= ACTIONS
    return [s for s in job["steps"] if "run" in s]


def run_github(
    workflow: Path, folder: Path, machine: Machine, tmp_path: Path
) -> list[subprocess.CompletedProcess[str]]:
    variables = {
        "GITHUB_ACTIONS": "true", "CI": "true", "GITHUB_WORKSPACE": str(folder),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"), "GITHUB_OUTPUT": str(tmp_path / "output"),
    }  # fmt: skip
    return [machine.run(s["run"], folder, **variables, **s.get("env", {})) for s in steps(workflow)]


def test_github(machine: Machine, tmp_path: Path) -> None:
    folder = clone("student", tmp_path, machine)
    install, grade = run_github(folder / ".github" / "workflows" / "grade.yml", folder, machine, tmp_path)
    assert install.returncode == 0, install.stdout
    assert "taken over" not in grade.stdout
    assert grade.returncode == 1, grade.stdout
    last = LAST.fullmatch(grade.stdout.splitlines()[-1])
    assert last and last.groups() == ("22", "40", "below", "1")
    errors = re.findall(r"^::error file=(\S+?),line=(\d+),title=(A\d\d\.\w+)", grade.stdout, re.MULTILINE)
    assert errors[0][0::2] == ("assignments/a04_linear_model.py", "A04.mse_loss")
    assert 3 <= len(errors) <= 8
    lines = (folder / errors[0][0]).read_text(encoding="utf-8").splitlines()
    assert "def mse_loss" in "\n".join(lines[int(errors[0][1]) - 1 : int(errors[0][1]) + 1])
    assert "A04.mse" in (tmp_path / "summary").read_text(encoding="utf-8")
    written = {p.name for p in (folder / "grader-out").iterdir()}
    assert written == ARTIFACT
    import xmlschema

    xmlschema.XMLSchema(str(XSD)).validate(str(folder / "grader-out" / "junit.xml"))
    check(json.loads((folder / "grader-out" / "ctrf.json").read_text(encoding="utf-8")), CTRF)


def test_classroom(machine: Machine, tmp_path: Path) -> None:
    folder = clone("classroom", tmp_path, machine)
    (folder / "assignments" / "a04_linear_model.py").unlink()
    *_, grade = run_github(folder / ".github" / "workflows" / "classroom.yml", folder, machine, tmp_path)
    assert grade.returncode == 0, grade.stdout
    output = dict(line.split("=", 1) for line in (tmp_path / "output").read_text(encoding="utf-8").splitlines())
    document = json.loads(base64.b64decode(output["result"]))
    check(document, CLASSROOM)
    assert sum(t["score"] for t in document["tests"]) == float(output["score"]) == 13.0
    assert document["max_score"] == float(output["max"]) == 40.0, "a deleted file does not shrink the denominator"
    workflow = yaml.safe_load((folder / ".github" / "workflows" / "classroom.yml").read_text(encoding="utf-8"))
    reporter = workflow["jobs"]["run-autograding-tests"]["steps"][-1]
    assert reporter["with"]["runners"] == "grader"
    assert reporter["env"] == {"GRADER_RESULTS": "${{ steps.grader.outputs.result }}"}


def test_gitlab(machine: Machine, tmp_path: Path) -> None:
    folder = clone("student", tmp_path, machine)
    job = yaml.safe_load((folder / ".gitlab-ci.yml").read_text(encoding="utf-8"))["grade"]
    done = [
        machine.run(line, folder, GITLAB_CI="true", CI_PROJECT_DIR=str(folder), **job["variables"])
        for line in job["script"]
    ]
    assert [d.returncode for d in done] == [0, 1], done[-1].stdout
    assert LAST.fullmatch(done[-1].stdout.splitlines()[-1])
    assert "::error" not in done[-1].stdout
    for kind, path in job["artifacts"]["reports"].items():
        assert (folder / path).is_file(), kind
    issues = json.loads((folder / job["artifacts"]["reports"]["codequality"]).read_text(encoding="utf-8"))
    check(issues, GITLAB)
    assert all((folder / i["location"]["path"]).is_file() for i in issues)
    assert len(issues) >= 4


def test_a_grader_in_the_checkout_does_not_judge(machine: Machine, tmp_path: Path) -> None:
    """`python -m grader` looks into the current folder first."""
    package = next((machine.bin.parent / "lib").glob("python*/site-packages")) / "grader"
    folder = tmp_path / "clone"
    shutil.copytree(package, folder / "grader")
    done = machine.run(
        "python3 -m grader ci A07 --lang en", folder, GITHUB_ACTIONS="true", GITHUB_WORKSPACE=str(folder),
        PATH=f"{machine.bin}:/usr/bin:/bin",
    )  # fmt: skip
    assert done.returncode == 2
    assert "part of the repository" in done.stdout
    assert done.stdout.splitlines()[-1] == "GRADER: score=0 max=0 status=usage exit=2" or LAST.search(done.stdout)


@pytest.mark.parametrize("requirement", ['x"; rm -rf /', "x`id`", "x$(id)", "x\nrun: id", "${{ secrets.X }}"])
def test_a_requirement_cannot_be_a_command(requirement: str, tmp_path: Path) -> None:
    from grader.errors import GraderError

    with pytest.raises(GraderError):
        release("student", tmp_path / "out", "A07", requirement=requirement)

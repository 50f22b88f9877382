"""The autograder zip from setup.sh to results.json, in a directory laid out as Gradescope's."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from grader import __version__
from tests.release.conftest import SAMPLES, SECRET, Machine
from tests.report.exports.conftest import check
from tests.report.exports.schemas import GRADESCOPE

METADATA = {
    "id": 123456,
    "created_at": "2026-11-21T01:59:00.000000+09:00",
    "assignment": {
        "due_date": "2026-11-20T23:59:00.000000+09:00", "late_due_date": None, "release_date": "2026-11-01T00:00:00+09:00",
        "total_points": "26.0", "title": "A07", "id": 9, "course_id": 3, "group_size": None, "group_submission": False,
    },
    "submission_method": "upload",
    "users": [{"email": "minji@example.org", "id": 77, "name": "김민지"}],
    "previous_submissions": [
        {"submission_time": "2026-11-19T10:00:00+09:00", "score": 7.5, "autograder_error": False, "results": {}},
        {"submission_time": "2026-11-20T10:00:00+09:00", "score": 3.0, "autograder_error": False, "results": {}},
    ],
}  # fmt: skip


def graded(machine: Machine, metadata: object = METADATA, **environment: str) -> Any:
    (machine.root / "results").mkdir(exist_ok=True)
    (machine.root / "submission_metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    done = subprocess.run(
        [str(machine.root / "run_autograder")], env={**machine.environment, **environment}, capture_output=True, text=True,
        cwd=machine.root / "submission", timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads((machine.root / "results" / "results.json").read_text(encoding="utf-8"))


@pytest.fixture
def submission(machine: Machine) -> Path:
    """A submission with files that would take the judge over if it looked for modules where it is started."""
    folder = machine.root / "submission"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(SAMPLES, folder)
    for name in ("torch.py", "json.py", "click.py", "sitecustomize.py", "usercustomize.py", "grader.py"):
        (folder / name).write_text("raise SystemExit('taken over')\n", encoding="utf-8")
    return folder


def test_from_setup_to_results(machine: Machine, submission: Path) -> None:
    assert __version__ in machine.said
    document = graded(machine, GRADER_LANG="en")
    check(document, GRADESCOPE)
    tests = {t["name"]: t for t in document["tests"]}
    assert {n.partition(".")[0] for n in tests} == {"A04", "A07"}
    assert tests["A04.forward"]["status"] == "passed"
    assert tests["A04.mse_loss"]["extra_data"]["diagnosis"] == "sum_not_mean"
    assert 0 < tests["A07.sigmoid"]["score"] < tests["A07.sigmoid"]["max_score"]
    assert sum(t["score"] for t in document["tests"]) == pytest.approx(22.0)
    assert tests["A07.sigmoid"]["number"] == "7.1"
    assert str(SECRET) not in json.dumps(document) and "8675309" not in json.dumps(document)
    # What the metadata adds: late, best so far, and that the two maxima differ.
    assert "Handed in 2 hours after" in document["output"]
    assert "7.5" in document["output"]
    assert "26" in document["output"] and "40" in document["output"]


def test_a_fault_of_ours_leaves_no_result(tmp_path: Path) -> None:
    """Zero points for a grader's mistake would look like the student's; without a result Gradescope says so."""
    from dataclasses import replace

    from grader.ci import container
    from grader.errors import GraderFault
    from grader.locale import Words
    from tests.report import samples

    functions = samples.result().assignments[0].functions
    broken = replace(functions[0], verdict=replace(functions[0].verdict, status="grader_fault"))
    assignment = replace(samples.result().assignments[0], functions=(broken, *functions[1:]))
    result = replace(samples.result(), assignments=(assignment,))
    with pytest.raises(GraderFault, match="C07"):
        container.write(result, "gradescope", tmp_path, Words("en", samples.COURSE))
    assert not (tmp_path / "results").exists()
    container.write(result, "prairielearn", tmp_path, Words("en", samples.COURSE))
    assert json.loads((tmp_path / "results" / "results.json").read_text(encoding="utf-8"))["gradable"] is False


@pytest.mark.parametrize(
    "metadata", [{}, [], {"users": 3, "assignment": None, "previous_submissions": [{"score": None}]}]
)
def test_odd_metadata_costs_nothing(machine: Machine, tmp_path: Path, metadata: object) -> None:
    from grader.ci.metadata import Metadata, read_metadata

    file = tmp_path / "submission_metadata.json"
    file.write_text(json.dumps(metadata), encoding="utf-8")
    assert read_metadata(file) == Metadata()
    assert read_metadata(tmp_path / "none.json") == Metadata()


def test_an_extension_counts(tmp_path: Path) -> None:
    from grader.ci.metadata import read_metadata

    own = {**METADATA["users"][0], "assignment": {"due_date": "2026-11-25T23:59:00+09:00"}}  # type: ignore[index]
    file = tmp_path / "submission_metadata.json"
    file.write_text(json.dumps({**METADATA, "users": [own]}), encoding="utf-8")
    assert read_metadata(file).late_hours == 0.0
    assert read_metadata(file).student == "김민지"

"""The external grader in a directory laid out as PrairieLearn's /grade."""

import json
import shutil
import uuid
from pathlib import Path

from tests.release.conftest import SAMPLES, Machine, release
from tests.report.exports.conftest import check
from tests.report.exports.schemas import PRAIRIELEARN


def grade(machine: Machine, root: Path) -> dict[str, object]:
    done = machine.run(str(root / "tests" / "run.sh"), root, GRADE_ROOT=str(root), GRADER_LANG="en")
    assert done.returncode == 0, done.stdout
    document = json.loads((root / "results" / "results.json").read_text(encoding="utf-8"))
    check(document, PRAIRIELEARN)
    return document  # type: ignore[no-any-return]


def test_a_question_grades(machine: Machine, tmp_path: Path) -> None:
    release("prairielearn", tmp_path / "out", "A07")
    question = tmp_path / "out" / "questions" / "a07_logistic"
    info = json.loads((question / "info.json").read_text(encoding="utf-8"))
    assert uuid.UUID(info["uuid"]) and info["gradingMethod"] == "External"
    root = tmp_path / "grade"
    shutil.copytree(question / "tests", root / "tests")
    (root / "student").mkdir()
    (root / "data").mkdir()
    (root / "data" / "data.json").write_text("{}", encoding="utf-8")
    assert info["externalGradingOptions"]["entrypoint"] == "/grade/tests/run.sh"
    shutil.copy(SAMPLES / "a07_logistic.py", root / "student")
    document = grade(machine, root)
    assert document["gradable"] is True
    assert document["score"] == 0.5


def test_the_image_has_what_the_question_names(tmp_path: Path) -> None:
    hidden = tmp_path / "hidden.py"
    hidden.write_text("HIDDEN = {}\n", encoding="utf-8")
    release("prairielearn", tmp_path / "out", "A07", hidden=hidden)
    docker = tmp_path / "out" / "docker"
    run = (tmp_path / "out" / "questions" / "a07_logistic" / "tests" / "run.sh").read_text(encoding="utf-8")
    assert '--hidden "/opt/grader/hidden.py"' in run
    assert "COPY hidden.py /opt/grader/hidden.py" in (docker / "Dockerfile").read_text(encoding="utf-8")
    assert (docker / "hidden.py").read_bytes() == hidden.read_bytes()
    assert not list((tmp_path / "out" / "questions").rglob("hidden.py"))

"""`pytest --grader`, run as students and CI run it: pytest in a process of its own."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from junitparser import JUnitXml

from grader.pytest_plugin.summary import Summary

ROOT = Path(__file__).resolve().parents[2]
SEED = "3"


def run(folder, *arguments):
    environment = {
        **os.environ,
        "GRADER_LANG": "en",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "200",
    }
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)


def pytest_run(folder, *arguments):
    return run(folder, "pytest", "-p", "grader.pytest_plugin", "-p", "xdist", *arguments)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The sample submission, in a folder where pytest keeps its cache; its A07 objects to being imported by pytest."""
    made = tmp_path_factory.mktemp("student")
    shutil.copytree(ROOT / "examples" / "submission", made / "assignments")
    path = made / "assignments" / "a07_logistic.py"
    text = path.read_text(encoding="utf-8")
    head, future, rest = text.partition("import torch\n")
    guard = "import sys\nassert 'pytest' not in sys.modules\n"
    path.write_text(head + future + guard + rest, encoding="utf-8")
    (made / "pytest.ini").write_text("[pytest]\n")
    return made


@pytest.fixture(scope="module")
def whole(folder):
    return pytest_run(folder, "--grader", "--grader-seed", SEED, "assignments", "--junitxml", "junit.xml")


@pytest.fixture(scope="module")
def checked(folder):
    """What `grader check` says about the same files and seed."""
    done = run(folder, "grader", "check", "assignments", "--seed", SEED, "--json", "-")
    assert done.returncode == 1, done.stderr
    result = json.loads(done.stdout)
    return {f["id"]: f for a in result["assignments"] for f in a["functions"]}


@pytest.fixture(scope="module")
def cases(whole, folder):
    """{"a07_logistic": {"sigmoid": {"seen": "passed", ...}}} as junitparser reads the file that pytest wrote."""
    found = {}
    for suite in JUnitXml.fromfile(str(folder / "junit.xml")):
        for case in suite:
            name, _, check = case.name.rstrip("]").partition("[")
            outcome = case.result[0]._tag if case.result else "passed"
            found.setdefault(case.classname.rpartition(".")[2], {}).setdefault(name, {})[check] = outcome
    return found


def test_it_fails_like_check(whole):
    assert whole.returncode == 1, whole.stdout
    assert f"points, seed {SEED}" in whole.stdout
    assert whole.stderr == ""


def test_every_function_has_the_verdict_of_check(cases, checked):
    tests = {name: outcomes for functions in cases.values() for name, outcomes in functions.items()}
    assert set(tests) == {id.partition(".")[2] for id in checked}
    for id, function in checked.items():
        outcomes = tests[id.partition(".")[2]]
        if function["status"] in ("pass", "carried"):
            assert set(outcomes.values()) == {"passed"}, id
        elif function["status"] == "todo":
            assert set(outcomes.values()) == {"skipped"}, id
        else:
            assert not set(outcomes.values()) <= {"passed"}, id
        if function["status"] in ("fail", "partial", "rule"):
            wrong = "failure" if function["tier"] == "core" else "skipped"
            groups = {g["id"]: "passed" if g["passed"] == g["total"] else wrong for g in function["groups"]}
            assert {k: v for k, v in outcomes.items() if k != "rules"} == groups, id
            assert outcomes.get("rules", "passed") == (wrong if function["status"] == "rule" else "passed"), id


def test_a_failure_says_what_the_terminal_says_and_nothing_of_ours(whole):
    report = whole.stdout.partition("= FAILURES =")[2]
    assert "[minus_only_first_term]" in report
    assert "FAILED assignments/a07_logistic.py::sigmoid[corner] - edge cases" in report
    for inner in ("Traceback", "site-packages", "grader/pytest_plugin", "CheckFailed"):
        assert inner not in report


def test_lf_and_k_choose_by_readable_names(whole, folder):
    again = pytest_run(folder, "--grader", "assignments", "--lf", "-k", "A07.bce_loss", "--collect-only", "-q")
    items = [line for line in again.stdout.splitlines() if "::" in line]
    assert items == [f"assignments/a07_logistic.py::bce_loss[{check}]" for check in ("seen", "ordinary", "corner")]


def test_a_worker_of_xdist_has_the_seed_and_the_verdict(folder):
    done = pytest_run(folder, "--grader", "assignments/a07_logistic.py::sigmoid", "-n", "1", "--grader-seed", SEED)
    assert "1 failed, 4 passed" in done.stdout, done.stdout
    assert "grader: 3.5 / 5 points" in done.stdout or "grader: 4 / 5 points" in done.stdout, done.stdout
    assert done.returncode == 1


def test_a_core_stub_is_skipped_and_is_no_pass():
    summary, session = Summary(None, None), SimpleNamespace(exitstatus=pytest.ExitCode.OK)
    note = {"id": "a07::A07.predict_label", "status": "todo", "tier": "bonus", "points": 0, "max_points": 1}
    summary.pytest_runtest_logreport(SimpleNamespace(grader=note))
    summary.pytest_sessionfinish(session, pytest.ExitCode.OK)
    assert session.exitstatus == pytest.ExitCode.OK
    summary.pytest_runtest_logreport(SimpleNamespace(grader={**note, "tier": "core"}))
    summary.pytest_sessionfinish(session, pytest.ExitCode.OK)
    assert session.exitstatus == pytest.ExitCode.TESTS_FAILED


def test_without_the_option_nothing_happens(tmp_path):
    shutil.copy(ROOT / "assignments" / "a07_logistic.py", tmp_path)
    (tmp_path / "test_plain.py").write_text(
        "import sys\n\n\ndef test_plain():\n    assert [m for m in sys.modules if m.startswith('grader')] == "
        "['grader', 'grader.pytest_plugin']\n    assert 'torch' not in sys.modules\n"
    )
    done = pytest_run(tmp_path)
    assert "1 passed" in done.stdout, done.stdout
    assert "grader: seed" not in done.stdout


def test_an_unknown_course_is_a_usage_error(tmp_path):
    done = pytest_run(tmp_path, "--grader", "--grader-course", str(tmp_path))
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "grader:" in done.stderr


def test_installed_packages_bring_the_plugin_along():
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert '[project.entry-points.pytest11]\ngrader = "grader.pytest_plugin"\n' in project

"""The commands themselves, on what is broken and on what attacks: a row for each, no traceback, no marks, nothing left.

GRADER_HOSTILE=all takes every broken thing and every attack that does not hang.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from grader.contestant.inside.system import PR_SET_CHILD_SUBREAPER, become_subreaper, children, prctl
from tests.hostile.broken import EXECUTED, fill
from tests.hostile.corpus import ROOT, Attack, attacks, surroundings

FILE = "a07_logistic.py"
ALL = os.environ.get("GRADER_HOSTILE") == "all"
FEW = (
    "control_right control_wrong control_after_vandalism patch_torch forge_frame forge_early forge_ends end_os_exit end_c_exit "
    "daemon fork_comes_back_raw exception_class_lies exception_text_huge answer_surrogates answer_lying_containers "
    "read_canary write_canary signal_judge deep_folders pool_left_open json_on_stdout"
).split()
GOOD_ENDS = ("pass", "partial", "fail", "error", "rule", "todo", "timeout", "skip")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "grader", *arguments, "--lang", "en"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, errors="replace", env=environment, timeout=900)


def chosen() -> list[Attack]:
    return [a for a in attacks() if (ALL and "timed out" not in a.outcomes()) or a.name in FEW]


def ours() -> set[int]:
    """Our living children, orphans of what we started among them."""
    return {pid for pid in children() if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"}


@contextmanager
def adopting():
    """Orphans become our children, until what is done here is done: those of other tests belong to nobody here."""
    become_subreaper()
    try:
        yield
    finally:
        prctl(PR_SET_CHILD_SUBREAPER, 0)
        for pid in set(children()) - ours():
            with suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """(students, what the command said, results by student) of one class of everything."""
    base = tmp_path_factory.mktemp("commands")
    (base / "in").mkdir()
    names = fill(base / "in", few=not ALL)
    with adopting(), surroundings() as around:
        before = ours()
        for attack in chosen():
            (base / "in" / f"attack_{attack.name}").mkdir()
            (base / "in" / f"attack_{attack.name}" / FILE).write_text(around.source(attack), "utf-8", "surrogatepass")
        done = run(
            "batch", str(base / "in"), "--out", str(base / "out"), "--seed", "5", "--jobs", "2", "--timeout", "3",
            "--assignment", "A07.sigmoid", "--allow-weak-isolation",
        )  # fmt: skip
        deadline = time.monotonic() + 20  # a warm process whose judge ended tidies up before it ends too
        while (left := ours() - before) and time.monotonic() < deadline:
            time.sleep(0.1)
    lines = [json.loads(line) for line in (base / "out" / "results.jsonl").read_text().splitlines()]
    return base, names, done, {line["submission"]["id"]: line for line in lines}, left


def test_every_row_is_there_and_none_is_the_graders_fault(done):
    base, names, said, rows, _ = done
    assert said.returncode == 0, said.stderr
    assert "Traceback" not in said.stdout + said.stderr
    assert len(rows) == len(names) + len(chosen())
    assert "0 grader faults" in said.stdout + said.stderr
    ends = {f["status"] for row in rows.values() for a in row["assignments"] for f in a["functions"]}
    assert ends <= set(GOOD_ENDS)
    assert len(list((base / "out" / "students").glob("*.html"))) == len(rows)


def test_no_attack_has_more_marks_than_it_deserves(done):
    _, _, _, rows, _ = done
    for attack in chosen():
        (function,) = rows[f"attack_{attack.name}"]["assignments"][0]["functions"]
        assert function["points"] <= attack.maximum * function["max_points"], attack.name
        if attack.name.startswith("control"):
            assert function["points"] == attack.maximum * function["max_points"], attack.name


def test_what_is_legible_is_graded(done):
    _, _, _, rows, _ = done
    for name in (
        "py_bom",
        "py_utf16",
        "py_crlf",
        "py_cr",
        "py_cp949",
        "nb_list_source",
        "nb_old",
        "zip_ok",
        "tar_gz_twice",
        "fs_odd",
    ):
        (function,) = rows[name]["assignments"][0]["functions"]
        assert function["status"] == "pass", name


def test_nothing_of_theirs_ran_outside_and_nothing_runs_on(done):
    base, _, _, _, left = done
    assert not (base / "in" / EXECUTED).exists()
    assert left == set()


@pytest.mark.parametrize("name", ["py_brackets", "nb_deep_dicts", "tar_pax.tar"])
def test_check_says_what_is_wrong(done, name):
    base, *_ = done
    said = run("check", str(base / "in" / name))
    assert said.returncode in (0, 1, 2), said.stderr
    assert "Traceback" not in said.stdout + said.stderr
    assert (said.stdout + said.stderr).strip()
    assert not (base / "in" / EXECUTED).exists()


@pytest.mark.parametrize("name", ["forge_frame", "answer_surrogates"])
def test_check_gives_no_attack_its_way(tmp_path, name):
    (attack,) = [a for a in attacks() if a.name == name]
    (tmp_path / FILE).write_text(attack.source, encoding="utf-8")
    said = run("check", str(tmp_path / FILE), "--json", str(tmp_path / "r.json"))
    assert said.returncode == 1, said.stderr
    assert "Traceback" not in said.stdout + said.stderr
    result = json.loads((tmp_path / "r.json").read_text())
    points = {f["id"]: f["points"] for a in result["assignments"] for f in a["functions"]}
    assert points["A07.sigmoid"] == 0
    assert "\x1b]0" not in said.stdout

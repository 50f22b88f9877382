"""Pages by helpers are the pages one would have rendered oneself, in order; helpers do not outlive who asked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from grader.batch import painters
from grader.locale import Words
from grader.model.result import Environment, Result, Totals
from grader.report import result_json
from tests.batch.twelve import ROOT

RESULT = Result(
    "kim",
    "d" * 64,
    (),
    Totals(0.0, 0.0, 0.0, 0.0, 0, 0),
    Environment("0", "2", "3", "c", 1, "limits", {}, "2026-01-01"),
)


def test_many_pages_are_the_same_as_one_and_in_order(monkeypatch):
    monkeypatch.setattr(painters, "_ALONE", 2)
    monkeypatch.setattr(painters, "processors", lambda: 2)
    data = result_json.dumps(RESULT)
    made = painters.Painters(Words("en"))
    pages = [pair for n in range(12) for pair in made.paint(str(n), data)] + list(made.rest())
    made.close()
    assert [label for label, _ in pages] == [str(n) for n in range(12)]
    assert {page for _, page in pages} == {painters._painted(data, "en", None)}


PROGRAM = """
import sys, time
from grader.batch import painters
from grader.locale import Words
if __name__ == "__main__":
    painters._ALONE = 0
    painters.processors = lambda: 2
    made = painters.Painters(Words("en"))
    for n in range(9):
        list(made.paint(str(n), sys.argv[1]))
    list(made.rest())
    print(" ".join(str(pid) for pid in made._helpers._processes), flush=True)
    time.sleep(60)
"""


def test_helpers_go_when_their_coordinator_is_killed(tmp_path):
    (tmp_path / "program.py").write_text(PROGRAM)
    line = [sys.executable, str(tmp_path / "program.py"), result_json.dumps(RESULT)]
    process = subprocess.Popen(line, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    helpers = process.stdout.readline().split()
    assert len(helpers) == 2
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    for _ in range(100):
        if not any(alive(pid) for pid in helpers):
            return
        time.sleep(0.1)
    raise AssertionError(f"still there: {[pid for pid in helpers if alive(pid)]}")


def alive(pid: str) -> bool:
    """Running, not only waiting for somebody to take note of its end."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False

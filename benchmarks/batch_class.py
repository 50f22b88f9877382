"""How fast a class is graded: `python benchmarks/batch_class.py [--size 1000] [--jobs 1 2] [--memory 100 1000]`.

Generates a mixed class of one assignment, grades it with each number of workers in turn (interleaved over rounds), and
prints submissions per second, the scaling, and the peak memory of the coordinator and of the largest worker.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from class_maker import ROOT, make_class
from processes import children


def graded(submissions: Path, out: Path, jobs: int, timeout: float, *more: str) -> dict[str, float]:
    """Runs one batch: seconds, rows, peak resident memory in MB."""
    line = [
        sys.executable, "-m", "grader", "batch", str(submissions), "--out", str(out), "--seed", "1",
        "--jobs", str(jobs), "--timeout", str(timeout), "--allow-weak-isolation",
        "--lang", "en", *more,
    ]  # fmt: skip
    began = time.perf_counter()
    process = subprocess.Popen(line, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    peak: dict[int, float] = {}
    watching = threading.Thread(target=watch, args=(process, peak))
    watching.start()
    assert process.stderr is not None
    last = grading = 0.0
    for said in process.stderr:
        if said.startswith("isolation"):
            grading = time.perf_counter()
        if "/" in said and said[0].isdigit():
            last = time.perf_counter()
    process.wait()
    watching.join()
    wall = time.perf_counter() - began
    assert process.returncode == 0, process.returncode
    with (out / "grades.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {
        "wall": wall,
        "start": grading - began,
        "grading": last - grading,
        "files": began + wall - last,
        "rows": len(rows),
        "faults": sum(row["status"] == "grader_fault" for row in rows),
        "coordinator_mb": peak.get(process.pid, 0.0),
        "other_mb": max((v for k, v in peak.items() if k != process.pid), default=0.0),
    }


def watch(process: subprocess.Popen[str], peak: dict[int, float]) -> None:
    """Peak resident memory of the coordinator and of its workers, in MB."""
    while process.poll() is None:
        for pid in [process.pid, *children(process.pid)]:
            peak[pid] = max(peak.get(pid, 0.0), resident(pid))
        time.sleep(0.2)


def resident(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    found = [line.split()[1] for line in text.splitlines() if line.startswith("VmRSS")]
    return int(found[0]) / 1024 if found else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1000)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--timeout", type=float, default=5.0)
    parser.add_argument("--memory", type=int, nargs="*", default=[])
    parser.add_argument("--assignment", default="A07", help="of the page A07: A07, or one function of it")
    parser.add_argument("--cluster", action="store_true")
    given = parser.parse_args()
    asked = ["--assignment", given.assignment]
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        print(f"cores {os.cpu_count()}, class {make_class(base / 'class', given.size)}")
        rates: dict[int, list[float]] = {jobs: [] for jobs in given.jobs}
        for round_number in range(given.rounds):
            for jobs in given.jobs:
                more = [*asked, *(["--cluster"] if given.cluster else [])]
                out = base / f"out{round_number}-{jobs}"
                found = graded(base / "class", out, jobs, given.timeout, *more)
                rates[jobs].append(given.size / found["grading"])
                rounded = {k: round(v, 2) for k, v in found.items()}
                print(f"{jobs} workers: {rates[jobs][-1]:.1f}/s  {json.dumps(rounded)}", flush=True)
        middle = {jobs: statistics.median(values) for jobs, values in rates.items()}
        print("median submissions/s:", {jobs: round(rate, 2) for jobs, rate in middle.items()})
        print("scaling:", {jobs: round(rate / middle[given.jobs[0]], 2) for jobs, rate in middle.items()})
        for size in given.memory:
            make_class(base / f"class{size}", size)
            found = graded(base / f"class{size}", base / f"memory{size}", given.jobs[-1], given.timeout, *asked)
            print(f"memory, {size} submissions: {json.dumps({k: round(v, 1) for k, v in found.items()})}", flush=True)


if __name__ == "__main__":
    main()

"""kill -9 at random moments, run again, compare: `python benchmarks/kill_resume.py [--points 100] [--size 60]`.

A mixed class is graded once undisturbed. Then, over and over: start on a fresh or half-done folder, SIGKILL the
coordinator at a random moment between its start and its end, until `--points` kills have been made; whenever a run gets
through, its files must be those of the undisturbed run, byte for byte, and every submission must be in the store once.
Without submissions for which the clock and the memory limit race: that race is lost to whatever else runs here.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from class_maker import ROOT, STEADY, make_class

ENVIRONMENT = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}


def line(submissions: Path, out: Path) -> list[str]:
    return [
        sys.executable, "-m", "grader", "batch", str(submissions), "--out", str(out), "--seed", "1", "--jobs", "2",
        "--timeout", "8", "--assignment", "A07.sigmoid", "--allow-weak-isolation", "--lang", "en",
    ]  # fmt: skip


def published(out: Path) -> dict[str, bytes]:
    files = (p for p in sorted(out.rglob("*")) if p.is_file() and ".grader" not in p.parts)
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in files}


def start(submissions: Path, out: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        line(submissions, out), cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def stored_once(out: Path, size: int) -> None:
    connection = sqlite3.connect(out / ".grader" / "gradebook.sqlite")
    rows = connection.execute("SELECT submission, count(*) FROM results GROUP BY submission").fetchall()
    connection.close()
    assert len(rows) == size, len(rows)
    assert all(count == 1 for _, count in rows), rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--points", type=int, default=100)
    parser.add_argument("--size", type=int, default=60)
    given = parser.parse_args()
    draw = random.Random(given.points)
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        make_class(base / "class", given.size, hostile=STEADY)
        began = time.perf_counter()
        assert start(base / "class", base / "calm" / "out").wait() == 0
        whole = time.perf_counter() - began
        calm = published(base / "calm" / "out")
        print(f"undisturbed: {whole:.1f} s, {len(calm)} files", flush=True)
        kills = through = 0
        out = base / "out"
        while kills < given.points or not (out / "class.html").exists():
            process = start(base / "class", out)
            try:
                # Early and late moments alike: start-up, grading, and the writing of files.
                code = process.wait(timeout=draw.uniform(0.1, whole) if kills < given.points else None)
            except subprocess.TimeoutExpired:
                os.kill(process.pid, signal.SIGKILL)
                process.wait()
                kills += 1
                continue
            assert code == 0, code
            now = published(out)
            different = sorted(name for name in calm.keys() | now.keys() if calm.get(name) != now.get(name))
            assert not different, f"these files differ: {different}"
            stored_once(out, given.size)
            through += 1
            print(f"{kills} kills so far, {through} runs got through: identical", flush=True)
            if kills < given.points:
                shutil.rmtree(out)
        print(f"{kills} kills -9, {through} completed runs, all byte-identical to the undisturbed one")


if __name__ == "__main__":
    main()

"""What endless loops cost a class: `python benchmarks/endless.py [--size 300] [--every 100] [--timeout 5]`.

Grades the same class of twenty checks twice, without and with one function that never ends in every so-many-th
submission, and prints how much of the throughput is left.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from peers import ANSWER, COURSE, quiet

HEAD = "def mse_loss("
ENDLESS = ANSWER.replace(HEAD, f"{HEAD}*given):\n    while True:\n        pass\n\n\ndef unused(", 1)


def seconds(folder: Path, answers: list[str], timeout: float) -> float:
    """For the whole command with two workers."""
    shutil.rmtree(folder, ignore_errors=True)
    for n, answer in enumerate(answers):
        student = folder / "submissions" / f"s{n:04}"
        student.mkdir(parents=True)
        (student / "t01_twenty.py").write_text(f"{answer}# {n}\n", encoding="utf-8")
    began = time.perf_counter()
    quiet(
        sys.executable, "-m", "grader", "batch", folder / "submissions", "--out", folder / "out", "--course", COURSE,
        "--jobs", "2", "--timeout", str(timeout),
    )  # fmt: skip
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=300)
    parser.add_argument("--every", type=int, default=100)
    parser.add_argument("--timeout", type=float, default=5.0)
    given = parser.parse_args()
    some = [ENDLESS if n % given.every == given.every // 2 else ANSWER for n in range(given.size)]
    with tempfile.TemporaryDirectory() as name:
        without = seconds(Path(name) / "class", [ANSWER] * given.size, given.timeout)
        with_some = seconds(Path(name) / "class", some, given.timeout)
    print(f"{given.size} submissions, {some.count(ENDLESS)} of them endless, {given.timeout:g} s allowed:")
    print(f"{without:.1f} s without, {with_some:.1f} s with: {without / with_some:.0%} of the throughput is left")


if __name__ == "__main__":
    main()
